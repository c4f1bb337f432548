// Every command there is: a new one is its file and one line here.

package import Sessions

/// The commands in the order of `help`, and the functions.
package let library = Library(
  commands: [
    // data
    DataCommand.self, BatchCommand.self, Load.self, Show.self, ImageCommand.self,
    // build
    Use.self, Models.self, Summary.self, Add.self, Insert.self, Remove.self, Replace.self,
    Rename.self, Copy.self, Delete.self, InitializeCommand.self,
    // run
    Forward.self, Backward.self, LossCommand.self, Step.self, Where.self, Break.self, Continue.self,
    Watch.self, Reset.self, Mode.self,
    // look
    Inspect.self, Activations.self, Gradients.self, JacobianCommand.self, SpectrumCommand.self,
    LedgerCommand.self, HistogramCommand.self, CorrelationCommand.self, PathsCommand.self,
    LesionCommand.self, MomentsCommand.self, TheoryCommand.self, DiagnoseCommand.self,
    GradientCheckCommand.self, Why.self,
    // compare
    Compare.self, Race.self,
    // learn
    OptimizerCommand.self, OverfitCommand.self, Train.self, Evaluate.self,
    // notebook
    Note.self, Cells.self, Undo.self, Redo.self, Save.self, Open.self, Edit.self, Rerun.self,
    Verify.self,
    BranchCommand.self, Diff.self,
    // lessons
    LessonsCommand.self, LessonCommand.self, Next.self, Answer.self, Hint.self, Solution.self,
    Again.self, Leave.self,
    // other
    Help.self, SetCommand.self, Seed.self, Expect.self, Time.self, Quit.self,
  ], functions: liveFunctions)
