// Rows as text, each as soon as it is measured.

import Foundation

enum Table {
  /// Says what is being measured, where a person watches.
  static func progress(_ name: String) {
    guard isatty(2) == 1 else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K\(name) …".utf8))
  }

  static func write(_ row: Row, _ earlier: Results?) {
    if isatty(2) == 1 { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    var line = padded(row.name, 44) + aligned(words(row.ours, row.unit))
    if let peer = row.peer, let ratio = row.ratio {
      line +=
        aligned(words(peer, row.unit)) + aligned(String(format: "%.2f ×", ratio))
        + "  \(row.way ?? "")"
    }
    if let before = earlier?.rows.first(where: { $0.name == row.name }) {
      line +=
        aligned("before " + words(before.ours, row.unit), 18)
        + aligned(String(format: "%.2f ×", row.ours / before.ours))
    }
    print(line)
  }

  private static func words(_ value: Double, _ unit: String) -> String {
    if unit == Case.Unit.bytes.rawValue { return String(format: "%.0f MB", value / 1e6) }
    if value < 1e-3 { return String(format: "%.1f µs", value * 1e6) }
    return String(format: value < 0.1 ? "%.2f ms" : "%.0f ms", value * 1e3)
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func aligned(_ text: String, _ width: Int = 11) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }
}
