// What can be known about the terminal: is it one, how large, which colours, which characters.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

package struct TerminalFacts: Sendable, Equatable {
  package enum Colors: Int, Sendable, Comparable {
    case none, sixteen, palette, full

    package static func < (left: Colors, right: Colors) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  package var inputIsTerminal: Bool
  package var outputIsTerminal: Bool
  package var errorIsTerminal: Bool
  package var columns: Int
  package var rows: Int
  package var colors: Colors
  /// Whether the locale's characters are UTF-8.
  package var isUnicode: Bool
  /// Append-only output without cursor movement: a dumb terminal, or a reader who asked for it.
  package var isPlain: Bool

  /// Whether lines can be edited: a terminal at both ends that can move its cursor.
  package var canEdit: Bool { inputIsTerminal && outputIsTerminal && !isPlain }

  /// The facts about standard input and output, given the environment's variables.
  package init(environment: [String: String]) {
    inputIsTerminal = isatty(STDIN_FILENO) == 1
    outputIsTerminal = isatty(STDOUT_FILENO) == 1
    errorIsTerminal = isatty(STDERR_FILENO) == 1
    (columns, rows) = Self.size(environment: environment)
    isUnicode = Self.isUnicode(environment: environment)
    isPlain = Self.isPlain(environment: environment)
    colors = Self.colors(environment: environment, isTerminal: outputIsTerminal)
  }

  /// The size now; it changes when the window does.
  package static func size(environment: [String: String]) -> (columns: Int, rows: Int) {
    var window = winsize()
    // SAFETY: TIOCGWINSZ fills in one winsize.
    let known = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0
    let columns = known && window.ws_col > 0 ? Int(window.ws_col) : nil
    let rows = known && window.ws_row > 0 ? Int(window.ws_row) : nil
    return (
      clamp(columns ?? environment["COLUMNS"].flatMap(Int.init) ?? 80, to: 20...500),
      clamp(rows ?? environment["LINES"].flatMap(Int.init) ?? 24, to: 3...1000)
    )
  }

  private static func clamp(_ value: Int, to range: ClosedRange<Int>) -> Int {
    min(max(value, range.lowerBound), range.upperBound)
  }

  /// The first of LC_ALL, LC_CTYPE and LANG that is set decides.
  package static func isUnicode(environment: [String: String]) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    let locale = names.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
    let folded = locale.uppercased()
    return folded.contains("UTF-8") || folded.contains("UTF8")
  }

  package static func isPlain(environment: [String: String]) -> Bool {
    let terminal = environment["TERM"] ?? ""
    return terminal.isEmpty || terminal == "dumb" || isOn(environment["ACCESSIBLE"])
  }

  /// NO_COLOR forbids, CLICOLOR_FORCE demands; otherwise a terminal gets what its name promises.
  package static func colors(environment: [String: String], isTerminal: Bool) -> Colors {
    let isForced = isOn(environment["CLICOLOR_FORCE"])
    let terminal = environment["TERM"] ?? ""
    if environment["NO_COLOR"]?.isEmpty == false { return .none }
    if !isForced && (!isTerminal || isPlain(environment: environment)) { return .none }
    let promise = environment["COLORTERM"] ?? ""
    if promise == "truecolor" || promise == "24bit" || terminal.hasSuffix("-direct") {
      return .full
    }
    if terminal.contains("256color") { return .palette }
    if terminal == "vt100" || terminal == "vt220" { return isForced ? .sixteen : .none }
    return .sixteen
  }

  private static func isOn(_ value: String?) -> Bool {
    guard let value else { return false }
    return !value.isEmpty && value != "0"
  }
}
