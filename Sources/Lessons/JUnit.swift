// Results as JUnit XML, for CI systems and classrooms.

/// What came of one file.
package struct TestSuite: Sendable, Equatable {
  /// The file.
  package var name: String
  package var cases: [TestCase]

  package init(name: String, cases: [TestCase]) {
    self.name = name
    self.cases = cases
  }
}

/// What came of one step, exercise, prediction or quiz.
package struct TestCase: Sendable, Equatable {
  package enum Outcome: Sendable, Equatable {
    case passed
    /// A claim did not hold.
    case failed(summary: String, details: String)
    /// The lesson is malformed.
    case malformed(summary: String, details: String)
    case skipped
  }

  package var name: String
  /// The line of the file, from 1.
  package var line: Int
  package var seconds: Double
  package var outcome: Outcome

  package init(name: String, line: Int, seconds: Double, outcome: Outcome) {
    self.name = name
    self.line = line
    self.seconds = seconds
    self.outcome = outcome
  }
}

package enum JUnit {
  /// The report as UTF-8 XML.
  package static func xml(_ suites: [TestSuite]) -> String {
    let cases = suites.flatMap(\.cases)
    let open = "<testsuites name=\"fathom\" \(totals(cases))>\n"
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + open + suites.map(suite).joined()
      + "</testsuites>\n"
  }

  private static func suite(_ suite: TestSuite) -> String {
    "  <testsuite name=\"\(escaped(suite.name))\" \(totals(suite.cases))>\n"
      + suite.cases.map { testCase($0, file: suite.name) }.joined() + "  </testsuite>\n"
  }

  private static func totals(_ cases: [TestCase]) -> String {
    var failures = 0
    var errors = 0
    var skipped = 0
    for testCase in cases {
      switch testCase.outcome {
      case .passed: break
      case .failed: failures += 1
      case .malformed: errors += 1
      case .skipped: skipped += 1
      }
    }
    let seconds = seconds(cases.reduce(0) { $0 + $1.seconds })
    return "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"\(errors)\" "
      + "skipped=\"\(skipped)\" time=\"\(seconds)\""
  }

  private static func testCase(_ testCase: TestCase, file: String) -> String {
    let open =
      "    <testcase classname=\"\(escaped(file))\" name=\"\(escaped(testCase.name))\" "
      + "file=\"\(escaped(file))\" line=\"\(testCase.line)\" time=\"\(seconds(testCase.seconds))\""
    switch testCase.outcome {
    case .passed: return open + "/>\n"
    case .skipped: return open + "><skipped/></testcase>\n"
    case .failed(let summary, let details):
      return open + ">\n" + element("failure", summary, details) + "    </testcase>\n"
    case .malformed(let summary, let details):
      return open + ">\n" + element("error", summary, details) + "    </testcase>\n"
    }
  }

  private static func element(_ name: String, _ summary: String, _ details: String) -> String {
    "      <\(name) message=\"\(escaped(summary))\">\(escaped(details, keepsLines: true))</\(name)>\n"
  }

  /// Seconds with three decimals, never with an exponent.
  private static func seconds(_ value: Double) -> String {
    guard value.isFinite, value >= 0, value < 1e12 else { return "0.000" }
    let milliseconds = Int((value * 1000).rounded())
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }

  /// `text` as XML 1.0 allows it: characters that it forbids are written out as ␛ or \u{fffe}.
  private static func escaped(_ text: String, keepsLines: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&apos;"
      case "\n" where keepsLines: result += "\n"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      case "\u{0}"..<" ":
        result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "␀")
      case "\u{7f}"..."\u{9f}", "\u{fffe}", "\u{ffff}":
        result += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
