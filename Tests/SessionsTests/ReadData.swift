// Numbers and lists out of a report's data.

import Reports

/// What should have been a number.
struct Absent: Error {}

/// The list, empty if there is none.
func list(_ datum: Datum?) -> [Datum] {
  guard case .list(let list)? = datum else { return [] }
  return list
}

func number(_ datum: Datum?) throws -> Double {
  guard case .number(let number)? = datum else { throw Absent() }
  return number
}
