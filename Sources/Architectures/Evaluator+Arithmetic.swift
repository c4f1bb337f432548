// Operators over numbers, tensors, conditions and chains.

import func Foundation.pow
import Grammars
import Networks
import Reports
import Tensors

extension Evaluator {
  func apply(
    _ operation: Expression.Unary, _ operand: Value, at place: Problem.Place
  ) throws(Problem) -> Value {
    switch (operation, operand) {
    case (.minus, .number(let x)): return .number(-x)
    case (.minus, .tensor(let x)): return .tensor(x.map { -$0 })
    case (.not, .boolean(let flag)): return .boolean(!flag)
    case (_, .word(let word)): throw unknown(word, at: place)
    default:
      throw Problem(
        .wrongArgument, "'\(operation.rawValue)' has no meaning for \(operand.sort)", place: place)
    }
  }

  func apply(
    _ operation: Expression.Binary, _ left: Expression, _ right: Expression,
    at place: Problem.Place
  ) throws(Problem) -> Value {
    // The right side of a decided `and` or `or` is not looked at.
    if operation == .and { return .boolean(try flag(left) ? try flag(right) : false) }
    if operation == .or { return .boolean(try flag(left) ? true : try flag(right)) }
    let isComparison = [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(operation)
    let (a, b) =
      isComparison
      ? (try value(left).asNumber, try value(right).asNumber) : (try value(left), try value(right))
    switch (operation, a, b) {
    case (.equal, _, _): return .boolean(try isEqual(a, b, at: place))
    case (.unequal, _, _): return .boolean(try !isEqual(a, b, at: place))
    case (.times, .number(let count), .chain(let chain)):
      return .chain(try repeated(chain, count, at: left.place))
    case (_, .number(let x), .number(let y)): return try numbers(operation, x, y, at: place)
    case (_, .tensor(let x), .tensor(let y)):
      guard x.shape == y.shape else {
        throw Problem(
          .shapeMismatch,
          "'\(operation.rawValue)' needs tensors of one shape: "
            + "\(Figures.text(shape: x.shape.extents)) and \(Figures.text(shape: y.shape.extents))",
          place: place)
      }
      return .tensor(x.combined(with: y, try elementwise(operation, at: place)))
    case (_, .tensor(let x), .number(let y)):
      let f = try elementwise(operation, at: place)
      return .tensor(x.map { f($0, Float(y)) })
    case (_, .number(let x), .tensor(let y)):
      let f = try elementwise(operation, at: place)
      return .tensor(y.map { f(Float(x), $0) })
    case (_, .word(let word), _): throw unknown(word, at: left.place)
    case (_, _, .word(let word)): throw unknown(word, at: right.place)
    default:
      throw Problem(
        .wrongArgument, "'\(operation.rawValue)' has no meaning between \(a.sort) and \(b.sort)",
        hint: operation == .times ? "a chain is repeated as in 3 * (conv(16) -> relu)" : nil,
        place: place)
    }
  }

  private func numbers(
    _ operation: Expression.Binary, _ x: Double, _ y: Double, at place: Problem.Place
  ) throws(Problem) -> Value {
    switch operation {
    case .plus: .number(x + y)
    case .minus: .number(x - y)
    case .times: .number(x * y)
    case .over: .number(x / y)
    case .remainder: .number(x - y * (x / y).rounded(.down))
    case .power: .number(pow(x, y))
    case .less: .boolean(x < y)
    case .lessOrEqual: .boolean(x <= y)
    case .greater: .boolean(x > y)
    case .greaterOrEqual: .boolean(x >= y)
    case .equal, .unequal, .and, .or: throw Problem(.internalError, "unreachable", place: place)
    }
  }

  private func elementwise(
    _ operation: Expression.Binary, at place: Problem.Place
  ) throws(Problem) -> (Float, Float) -> Float {
    switch operation {
    case .plus: return { $0 + $1 }
    case .minus: return { $0 - $1 }
    case .times: return { $0 * $1 }
    case .over: return { $0 / $1 }
    case .power: return { Float(pow(Double($0), Double($1))) }
    default:
      throw Problem(
        .wrongArgument, "'\(operation.rawValue)' has no meaning for tensors",
        hint: "reduce them first: max(…), mean(…), norm(…)", place: place)
    }
  }

  private func isEqual(_ a: Value, _ b: Value, at place: Problem.Place) throws(Problem) -> Bool {
    switch (a, b) {
    case (.number(let x), .number(let y)): return x == y
    case (.boolean(let x), .boolean(let y)): return x == y
    case (.string(let x), .string(let y)), (.word(let x), .word(let y)),
      (.string(let x), .word(let y)), (.word(let x), .string(let y)):
      return x == y
    case (.tensor(let x), .tensor(let y)): return x == y
    case (.tuple(let x), .tuple(let y)):
      guard x.count == y.count else { return false }
      for (left, right) in zip(x, y) where try !isEqual(left, right, at: place) { return false }
      return true
    case (.chain(let x), .chain(let y)): return x.notation == y.notation
    // A word compared with something else: `norm == batch` when norm is a chain.
    case (.word, _), (_, .word): return false
    default:
      throw Problem(.wrongArgument, "\(a.sort) and \(b.sort) cannot be compared", place: place)
    }
  }

  private func repeated(
    _ chain: Chain, _ count: Double, at place: Problem.Place
  ) throws(Problem) -> Chain {
    guard count == count.rounded(), count >= 0 else {
      throw Problem(
        .wrongArgument,
        "a chain can be repeated a whole number of times, not "
          + Figures.text(count), place: place)
    }
    guard count * Double(max(1, chain.size)) <= 1e6 else {
      throw Problem(
        .tooLarge,
        "this would repeat \(Figures.text(chain.size)) layers "
          + "\(Figures.text(count)) times", place: place)
    }
    return try limited(chain.repeated(Int(count)), at: place)
  }
}
