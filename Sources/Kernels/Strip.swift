// 64 numbers side by side: formulas over them are vector instructions from end to end.

/// A stretch of numbers that stays in the processor's nearest memory while a formula is worked out.
/// Operators and functions go number by number; what a number becomes does not depend on its place.
@frozen @usableFromInline package struct Strip: ExpressibleByIntegerLiteral {
  @inlinable @inline(__always) package static var count: Int { 64 }
  /// A quarter fits the widest vectors, and what is wider the compiler takes apart into numbers.
  @usableFromInline package typealias Quarter = SIMD16<Float>

  @usableFromInline var a, b, c, d: Quarter

  @inlinable @inline(__always) init(_ a: Quarter, _ b: Quarter, _ c: Quarter, _ d: Quarter) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  /// The same number everywhere.
  @inlinable @inline(__always) package init(_ number: Float) {
    let quarter = Quarter(repeating: number)
    self.init(quarter, quarter, quarter, quarter)
  }

  @inlinable @inline(__always) package init(integerLiteral number: Int) { self.init(Float(number)) }
}

extension Strip {
  @inlinable @inline(__always) package static func + (x: Strip, y: Strip) -> Strip {
    Strip(x.a + y.a, x.b + y.b, x.c + y.c, x.d + y.d)
  }

  @inlinable @inline(__always) package static func - (x: Strip, y: Strip) -> Strip {
    Strip(x.a - y.a, x.b - y.b, x.c - y.c, x.d - y.d)
  }

  @inlinable @inline(__always) package static func * (x: Strip, y: Strip) -> Strip {
    Strip(x.a * y.a, x.b * y.b, x.c * y.c, x.d * y.d)
  }

  @inlinable @inline(__always) package static func / (x: Strip, y: Strip) -> Strip {
    Strip(x.a / y.a, x.b / y.b, x.c / y.c, x.d / y.d)
  }

  @inlinable @inline(__always) package static func + (x: Strip, y: Float) -> Strip { x + Strip(y) }
  @inlinable @inline(__always) package static func - (x: Float, y: Strip) -> Strip { Strip(x) - y }
  @inlinable @inline(__always) package static func * (x: Float, y: Strip) -> Strip { Strip(x) * y }
  @inlinable @inline(__always) package static func / (x: Strip, y: Float) -> Strip { x / Strip(y) }
}

extension Strip {
  /// Where a comparison holds.
  @frozen @usableFromInline package struct Mask {
    @usableFromInline typealias Quarter = SIMDMask<SIMD16<Int32>>

    @usableFromInline let a, b, c, d: Quarter

    @inlinable @inline(__always) init(_ a: Quarter, _ b: Quarter, _ c: Quarter, _ d: Quarter) {
      (self.a, self.b, self.c, self.d) = (a, b, c, d)
    }

    /// `yes` where the comparison holds, `no` elsewhere.
    @inlinable @inline(__always) package func choose(_ yes: Strip, else no: Strip) -> Strip {
      Strip(
        no.a.replacing(with: yes.a, where: a), no.b.replacing(with: yes.b, where: b),
        no.c.replacing(with: yes.c, where: c), no.d.replacing(with: yes.d, where: d))
    }
  }

  @inlinable @inline(__always) package static func .> (x: Strip, bound: Float) -> Mask {
    Mask(x.a .> bound, x.b .> bound, x.c .> bound, x.d .> bound)
  }

  @inlinable @inline(__always) package static func .>= (x: Strip, bound: Float) -> Mask {
    Mask(x.a .>= bound, x.b .>= bound, x.c .>= bound, x.d .>= bound)
  }

  @inlinable @inline(__always) package static func .<= (x: Strip, bound: Float) -> Mask {
    Mask(x.a .<= bound, x.b .<= bound, x.c .<= bound, x.d .<= bound)
  }
}
