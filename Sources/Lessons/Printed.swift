// What a typed line printed when it was run.

package import Reports

/// The printed lines, and the problem that ended the statement, if any.
package struct Printed: Sendable, Equatable {
  /// As plain text prints them, 80 columns, without line breaks; not the lines of the problem.
  package var lines: [String]
  package var problem: Problem?

  package init(_ lines: [String], problem: Problem? = nil) {
    self.lines = lines
    self.problem = problem
  }

  /// The lines of `text`, such as a renderer gives.
  package init(text: String, problem: Problem? = nil) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    self.init(lines.last == "" ? lines.dropLast() : lines, problem: problem)
  }
}
