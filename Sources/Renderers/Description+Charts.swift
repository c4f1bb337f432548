// What there is to see in bars, waterfalls, histograms and images, in words.

import Reports

extension BarChart {
  var described: [Block] {
    var sentences = ["\(quantity), \(scale == .linear ? "linear" : "log") scale."]
    for one in series {
      // A missing value counts as nan, so that places stay places of labels.
      let values = labels.indices.map { index in
        (index < one.values.count ? one.values[index] : nil) ?? .nan
      }
      let name = one.name.isEmpty ? "It" : one.name
      guard let trend = Trend(values) else {
        sentences.append("\(name) has no finite value.")
        continue
      }
      var words = "\(name) \(trend.brief)"
      if trend.highest.value > trend.lowest.value {
        words += "; highest at \(at(trend.highest)), lowest at \(at(trend.lowest))"
      }
      sentences.append(words + ".")
    }
    if let missing = missing(series.flatMap(\.values), scale: scale) { sentences.append(missing) }
    let columns =
      [Table.Column("", .left)] + series.map { Table.Column($0.name.isEmpty ? quantity : $0.name) }
    let rows = labels.indices.map { index in
      [Table.Cell.words(labels[index])]
        + series.map { one in
          (index < one.values.count ? one.values[index] : nil).map { .number($0) } ?? .words("none")
        }
    }
    return Block.description("Bar chart", title, sentences, Table(columns: columns, rows: rows))
  }

  private func at(_ point: (place: Int, value: Double)) -> String {
    "\(labels[point.place]) (\(Figures.text(point.value)))"
  }
}

extension Waterfall {
  var described: [Block] {
    let end = steps.last?.value ?? startValue
    var sentences = [
      "\(quantity) goes from \(Figures.text(startValue)) at \(startLabel)"
        + " to \(Figures.text(end)) in \(Figures.text(steps.count)) steps."
    ]
    let finite = steps.filter(\.factor.isFinite)
    if let least = finite.min(by: { $0.factor < $1.factor }),
      let greatest = finite.max(by: { $0.factor < $1.factor })
    {
      sentences.append(
        "Smallest factor \(Figures.text(least.factor, digits: 3)) at \(least.label),"
          + " greatest \(Figures.text(greatest.factor, digits: 3)) at \(greatest.label).")
    }
    let marked = steps.filter(\.marked).map(\.label)
    if !marked.isEmpty { sentences.append("Marked: " + marked.joined(separator: ", ") + ".") }
    if let missing = missing([startValue] + steps.map(\.value), scale: .logarithmic) {
      sentences.append(missing)
    }
    let start: [Table.Cell] = [.words(startLabel), .empty, .number(startValue), .empty]
    let rows = steps.map { step -> [Table.Cell] in
      [
        .words(step.label), .number(step.factor), .number(step.value),
        step.marked ? .words("marked") : .empty,
      ]
    }
    let columns: [Table.Column] = [
      .init("", .left), .init("factor"), .init("value"), .init("", .left),
    ]
    return Block.description(
      "Waterfall", title, sentences, Table(columns: columns, rows: [start] + rows))
  }
}

extension Histogram {
  var described: [Block] {
    let total = counts.reduce(0, +)
    let edges = edges.map { Figures.text($0, digits: 3) }
    var sentences = [
      "\(quantity): \(Figures.text(total)) values from \(edges[0]) to \(edges[edges.count - 1])."
    ]
    if total > 0, let fullest = counts.indices.max(by: { counts[$0] < counts[$1] }) {
      let share = Double(counts[fullest]) / Double(total) * 100
      sentences.append(
        "Most in one interval: from \(edges[fullest]) to \(edges[fullest + 1])"
          + " lie \(Figures.text(counts[fullest])), that is \(Figures.text(share, digits: 2))%.")
    }
    sentences += marks.map { "Marked: \($0.name) at \(Figures.text($0.value, digits: 3))." }
    if notFinite > 0 { sentences.append("\(Figures.text(notFinite)) more are nan or inf.") }
    let rows = counts.indices.map { index -> [Table.Cell] in
      [.words(edges[index]), .words(edges[index + 1]), .integer(counts[index])]
    }
    let columns: [Table.Column] = [.init("from"), .init("to"), .init("count")]
    return Block.description("Histogram", title, sentences, Table(columns: columns, rows: rows))
  }
}

extension ImageGrid {
  var described: [Block] {
    let rows = images.map { image -> [Table.Cell] in
      let size = Table.Cell.words("\(image.width) × \(image.height)")
      guard let pixels = PixelMap(image) else {
        return [.words(image.caption), size, .empty, .words("no pixels")]
      }
      let (mean, brightest) = pixels.lights
      return [.words(image.caption), size, .number(mean), .words(brightest)]
    }
    let columns: [Table.Column] = [
      .init("caption", .left), .init("size"), .init("mean brightness"), .init("brightest", .left),
    ]
    return Block.description(
      "Images", title, ["\(Figures.text(images.count)) in all; brightness is 0 to 1."],
      Table(columns: columns, rows: rows))
  }
}

extension PixelMap {
  /// The mean brightness, and in words the ninth of the picture that is brightest on the whole.
  fileprivate var lights: (mean: Double, brightest: String) {
    let rows = ["top", "middle", "bottom"]
    let columns = ["left", "center", "right"]
    var sums = [Double](repeating: 0, count: 9)
    var counts = [Double](repeating: 0, count: 9)
    for y in 0..<height {
      for x in 0..<width {
        let ninth = y * 3 / height * 3 + x * 3 / width
        sums[ninth] += Double(pixel(x, y)?.brightness ?? 0)
        counts[ninth] += 1
      }
    }
    let mean = sums.reduce(0, +) / counts.reduce(0, +)
    let means = zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
    // Ninths as bright as the brightest but for what rounding and the eye cannot tell.
    let brightest = means.indices.filter { means[$0] >= (means.max() ?? 0) - 0.01 }
    guard brightest.count == 1, let best = brightest.first else {
      return (mean, "in several places")
    }
    return (mean, rows[best / 3] + " " + columns[best % 3])
  }
}
