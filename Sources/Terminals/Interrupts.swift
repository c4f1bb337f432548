// Ctrl-C as a flag that long work can poll; the other signals put the terminal back.

import CEditLine

/// Signals belong to the process, so this is the one thing here that is not a value.
package enum Interrupts {
  /// Takes over the signals that concern a terminal program: SIGINT raises a flag (the third in a
  /// row that nobody answers ends the program), SIGTSTP, SIGTERM, SIGHUP and SIGQUIT first put the
  /// terminal back, SIGPIPE is ignored so that writing reports a closed pipe.
  package static func install() { fathom_signals_install() }

  /// Whether Ctrl-C was pressed since `clear`. Cheap enough for an inner loop.
  package static var isRaised: Bool { fathom_interrupt_raised() }

  package static func clear() { fathom_interrupt_clear() }
}
