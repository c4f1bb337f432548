// Tables of numbers with a label a row.

import Tensors

/// Rows of numbers and one label, separated by commas, semicolons or tabs. With a header the label
/// is the column named label, class, target or y; else the last one. Labels are whole numbers from 0
/// or words, which are numbered in alphabetical order.
///
/// Source: RFC 4180, without line breaks in quotes.
struct CSV {
  private static let labelNames = ["label", "class", "target", "y"]

  private let bytes: [UInt8]
  private let path: String
  private let separator: UInt8
  private var features: [Float] = []
  private var labels: [String] = []
  private var columns = 0
  private var labelColumn = 0

  /// The table in a file; every column is normalized.
  static func read(_ file: Path, from files: some FileReading) throws(DataMistake) -> Dataset {
    let table = try CSV(try files.bytes(of: file.text), path: file.text)
    let (labels, names) = try table.classes()
    let examples = Examples(.floats(table.features), shape: [table.columns - 1], labels: labels)
    return Dataset(name: file.stem, training: examples, classNames: names)
  }

  private init(_ bytes: [UInt8], path: String) throws(DataMistake) {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    self.bytes = bytes
    self.path = path
    let start = bytes.starts(with: mark) ? mark.count : 0
    let firstLine = bytes[start...].prefix { $0 != UInt8(ascii: "\n") }
    let separators = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    separator = separators.first(where: firstLine.contains) ?? separators[0]

    var (position, row) = (start, 0)
    while position < bytes.count {
      let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      var line = bytes[position..<end]
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      if !line.isEmpty {
        try addLine(line, row: row)
        row += 1
      }
      position = end + 1
    }
    guard !labels.isEmpty else {
      throw DataMistake(
        path: path, offset: bytes.count, found: "no rows", needed: "rows of numbers and a label")
    }
  }

  private mutating func addLine(_ line: ArraySlice<UInt8>, row: Int) throws(DataMistake) {
    let fields = self.fields(of: line)
    if row == 0 {
      columns = fields.count
      labelColumn = columns - 1
      guard columns >= 2 else {
        throw DataMistake(
          path: path, offset: line.startIndex, found: "one column",
          needed: "numbers and a label, separated by commas")
      }
      let names = fields.map { String(decoding: $0, as: UTF8.self).lowercased() }
      let labelled = names.firstIndex(where: Self.labelNames.contains)
      if labelled != nil || fields.dropLast().contains(where: { number($0) == nil }) {
        labelColumn = labelled ?? labelColumn
        return
      }
    }
    guard fields.count == columns else {
      throw DataMistake(
        path: path, offset: line.startIndex, found: "\(fields.count) columns",
        needed: "\(columns), as in the first row")
    }
    for (column, field) in fields.enumerated() {
      if column == labelColumn {
        labels.append(String(decoding: field, as: UTF8.self))
      } else if let value = number(field) {
        features.append(value)
      } else {
        throw DataMistake(
          path: path, offset: field.startIndex,
          found: "'\(String(decoding: field.prefix(20), as: UTF8.self))' in column \(column + 1)",
          needed: "a number", advice: "leave out columns of words, or write nan")
      }
    }
  }

  /// What stands between the separators, without spaces and quotes around it.
  private func fields(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let quote = UInt8(ascii: "\"")
    var fields: [ArraySlice<UInt8>] = []
    var (start, quoted) = (line.startIndex, false)
    for position in line.startIndex...line.endIndex {
      if position < line.endIndex {
        if line[position] == quote { quoted.toggle() }
        if line[position] != separator || quoted { continue }
      }
      var field = line[start..<position]
      while field.first == 0x20 { field.removeFirst() }
      while field.last == 0x20 { field.removeLast() }
      if field.count >= 2, field.first == quote, field.last == quote {
        field = field.dropFirst().dropLast()
      }
      fields.append(field)
      start = position + 1
    }
    return fields
  }

  /// Small whole numbers, such as pixels, without a detour through text.
  private func number(_ field: ArraySlice<UInt8>) -> Float? {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    if 1...6 ~= field.count, field.allSatisfy(digits.contains) {
      return Float(field.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) })
    }
    return Float(String(decoding: field, as: UTF8.self))
  }

  /// Every row's class, and the classes' names.
  private func classes() throws(DataMistake) -> (labels: [Int], names: [String]) {
    let numbers = labels.compactMap { label -> Int? in
      // 3.0 is what some programs write for 3.
      Int(label) ?? Double(label).flatMap { Int(exactly: $0) }
    }
    if numbers.count == labels.count {
      if let row = numbers.firstIndex(where: { $0 < 0 || $0 >= mostClasses }) {
        throw DataMistake(
          path: path, found: "label \(numbers[row]) in row \(row + 1)",
          needed: "labels 0 to \(mostClasses - 1), or words")
      }
      return (numbers, numberedClasses((numbers.max() ?? 0) + 1))
    }
    let names = Set(labels).sorted()
    guard names.count <= mostClasses, labels.allSatisfy({ !$0.isEmpty }) else {
      throw DataMistake(
        path: path, found: names.first == "" ? "a row without label" : "\(names.count) classes",
        needed: "a class a row")
    }
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    return (labels.map { places[$0] ?? 0 }, names)
  }
}
