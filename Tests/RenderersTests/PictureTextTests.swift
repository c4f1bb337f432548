// Texts and tables, as they look.

import Renderers
import Reports
import Testing

@Test func `a paragraph`() {
  #expect(
    picture(Sample.text, 80, .unicode) == """
      The gradient vanishes on its way to the input: twelve layers multiply it by 0.4
      each, so that conv1 learns nothing.
      """)
  #expect(
    picture(Sample.text, 80, .ascii) == """
      The gradient vanishes on its way to the input: twelve layers multiply it by 0.4
      each, so that conv1 learns nothing.
      """)
  #expect(
    picture(Sample.text, 40, .unicode) == """
      The gradient vanishes on its way to the
      input: twelve layers multiply it by 0.4
      each, so that conv1 learns nothing.
      """)
  #expect(
    picture(Sample.text, 40, .ascii) == """
      The gradient vanishes on its way to the
      input: twelve layers multiply it by 0.4
      each, so that conv1 learns nothing.
      """)
}

@Test func `a table`() {
  #expect(
    picture(Sample.table, 80, .unicode) == """
      plain
      layer                               output  parameters  loss      share
      ────────────────────────────────────────────────────────────────────────────────
      conv1                     [32, 16, 32, 32]         448  █▆▃▂▁▁▁▁  ███▌
      residual1.shortcut.conv1    [32, 64, 8, 8]   1,234,567  ▁▂▄█▄▂▁   ██████████████
      dense1                            [32, 10]         nan
      ────────────────────────────────────────────────────────────────────────────────
      total                                        1,235,015
      """)
  #expect(
    picture(Sample.table, 80, .ascii) == """
      plain
      layer                               output  parameters  loss      share
      --------------------------------------------------------------------------------
      conv1                     [32, 16, 32, 32]         448  @*-:....  ####
      residual1.shortcut.conv1    [32, 64, 8, 8]   1,234,567  .:=@=:.   ##############
      dense1                            [32, 10]         nan
      --------------------------------------------------------------------------------
      total                                        1,235,015
      """)
  #expect(
    picture(Sample.table, 40, .unicode) == """
      plain
      layer                             output
      ────────────────────────────────────────
      conv1                   [32, 16, 32, 32]
      residual1.shortcut.co…    [32, 64, 8, 8]
      dense1                          [32, 10]

      layer            parameters  loss  share
      ────────────────────────────────────────
      conv1                   448  █▃▁▁  █▎
      residual1.shor…   1,234,567  ▁▄█▂  █████
      dense1                  nan
      ────────────────────────────────────────
      total             1,235,015
      """)
  #expect(
    picture(Sample.table, 40, .ascii) == """
      plain
      layer                             output
      ----------------------------------------
      conv1                   [32, 16, 32, 32]
      residual1.shortcut.c..    [32, 64, 8, 8]
      dense1                          [32, 10]

      layer            parameters  loss  share
      ----------------------------------------
      conv1                   448  @-..  #
      residual1.sho..   1,234,567  .=@:  #####
      dense1                  nan
      ----------------------------------------
      total             1,235,015
      """)
}
