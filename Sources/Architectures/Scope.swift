// What names mean outside of an expression.

package import Grammars
package import Reports

/// The world that an expression is evaluated in.
package protocol Scope {
  /// The value of a variable, a model (as a chain), a parameter `conv1.weight` or a fact such as
  /// `data.classes`; nil when there is no such name.
  func value(named name: String) throws(Problem) -> Value?

  /// A function that was defined in the language.
  func function(named name: String) -> Function?

  /// The value of a function that looks at the live state, such as `gradient(conv1.weight)`; nil
  /// when there is none of that name. Arguments come unevaluated, `evaluator` can evaluate them.
  func call(
    _ function: Word, _ arguments: [Argument], by evaluator: Evaluator
  ) throws(Problem) -> Value?

  /// All names it knows, for suggestions.
  var names: [String] { get }
}
