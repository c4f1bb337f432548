// The shape of what a learner types: statements and expressions, each with its place in the text.

package import Reports

/// One statement: a command, an assignment, a definition or an expression.
package struct Statement: Sendable, Equatable {
  package indirect enum Form: Sendable, Equatable {
    /// `verb operand… key=value…`
    case command(verb: Word, arguments: [Argument])
    /// `name = expression`
    case assignment(name: Word, value: Expression)
    /// `name(parameter, parameter=default) = expression`: a function that returns a chain or a value.
    case definition(Function)
    case expression(Expression)
  }

  package var form: Form
  /// The statement as it was typed, without the comment and surrounding space.
  package var source: String
  /// The statement inside a command such as `time forward`, none or one.
  package var rest: [Statement]

  package init(form: Form, source: String, rest: [Statement] = []) {
    self.form = form
    self.source = source
    self.rest = rest
  }
}

/// A word and where it stands.
package struct Word: Sendable, Equatable {
  package var text: String
  package var place: Problem.Place

  package init(_ text: String, at place: Problem.Place) {
    self.text = text
    self.place = place
  }
}

/// A value given to a command or a call, with its name when written `name=value`.
package struct Argument: Sendable, Equatable {
  package var name: Word?
  package var value: Expression

  package init(name: Word? = nil, value: Expression) {
    self.name = name
    self.value = value
  }
}

/// A function written in the language, such as an architecture.
package struct Function: Sendable, Equatable {
  package struct Parameter: Sendable, Equatable {
    package var name: Word
    package var standard: Expression?

    package init(name: Word, standard: Expression?) {
      self.name = name
      self.standard = standard
    }
  }

  package var name: Word
  package var parameters: [Parameter]
  package var body: Expression

  package init(name: Word, parameters: [Parameter], body: Expression) {
    self.name = name
    self.parameters = parameters
    self.body = body
  }
}

/// An expression and where it stands.
package struct Expression: Sendable, Equatable {
  package indirect enum Node: Sendable, Equatable {
    case number(Double)
    case string(String)
    case boolean(Bool)
    /// A name, dotted where it reaches inside: `plain.conv1.weight`; it may hold `*` as a glob
    /// (`conv*`), when an operand of a command.
    case name(String)
    case tuple([Expression])
    case call(function: Word, arguments: [Argument])
    case unary(Unary, Expression)
    case binary(Binary, Expression, Expression)
    /// `a -> b -> c`, two links or more.
    case chain([Expression])
    /// `then if condition else otherwise`; without `else`, an empty chain when false.
    case conditional(then: Expression, condition: Expression, otherwise: Expression?)
    /// `body where name = value, …, requires condition "message"`. Bindings may use each other in
    /// any order; requirements are checked before the body is built.
    case local(body: Expression, bindings: [Binding], requirements: [Requirement])
  }

  package enum Unary: String, Sendable, Equatable { case minus = "-", not }

  package enum Binary: String, Sendable, Equatable {
    case plus = "+", minus = "-", times = "*", over = "/", remainder = "%", power = "^"
    case less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">=", equal = "=="
    case unequal = "!="
    case and, or
  }

  package struct Binding: Sendable, Equatable {
    package var name: Word
    package var value: Expression

    package init(name: Word, value: Expression) {
      self.name = name
      self.value = value
    }
  }

  package struct Requirement: Sendable, Equatable {
    package var condition: Expression
    package var message: String

    package init(condition: Expression, message: String) {
      self.condition = condition
      self.message = message
    }
  }

  package var node: Node
  package var place: Problem.Place

  package init(_ node: Node, at place: Problem.Place) {
    self.node = node
    self.place = place
  }
}
