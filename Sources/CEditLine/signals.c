// Signals as flags, and the terminal put back whatever happens.

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "CEditLine.h"

/// So many interrupts without an answer end the program.
enum { PATIENCE = 3 };

static atomic_int interrupts;
static atomic_bool resized;
static atomic_bool continued;

/// Handlers write a byte into this pipe, so that no signal is missed between looking at a flag and
/// waiting for a key, whichever thread it reaches.
static int wake_pipe[2] = {-1, -1};

/// The terminal before editing and while keys are read; each is written before its flag is set.
static struct termios mode_before, mode_editing;
static atomic_bool editing;
static atomic_bool editing_settled;

static void send(const char *sequence) {
  ssize_t ignored = write(STDOUT_FILENO, sequence, strlen(sequence));
  (void)ignored;
}

// MARK: The terminal's mode (all of it may be called from a handler)

static const char paste_on[] = "\033[?2004h";
/// Bracketed paste off, plain text, cursor shown.
static const char all_off[] = "\033[?2004l\033[0m\033[?25h";

static void leave_terminal(void) {
  if (!editing) return;
  send(all_off);
  tcsetattr(STDIN_FILENO, TCSANOW, &mode_before);
}

static void return_to_terminal(void) {
  if (!editing) return;
  if (editing_settled) tcsetattr(STDIN_FILENO, TCSANOW, &mode_editing);
  send(paste_on);
}

void fathom_editing_begin(void) {
  editing_settled = false;
  editing = tcgetattr(STDIN_FILENO, &mode_before) == 0;
  if (!editing) return;
  // libedit prints the prompt before it takes over; what is typed meanwhile must not be echoed.
  struct termios quiet = mode_before;
  quiet.c_lflag &= ~(tcflag_t)(ECHO | ICANON);
  tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet);
  send(paste_on);
}

void fathom_editing_settle(void) {
  if (editing && !editing_settled)
    editing_settled = tcgetattr(STDIN_FILENO, &mode_editing) == 0;
}

void fathom_editing_end(void) {
  leave_terminal();
  editing = false;
}

// MARK: Handlers

static void wake(void) {
  int error = errno;
  ssize_t ignored = write(wake_pipe[1], "!", 1);
  (void)ignored;
  errno = error;
}

/// Does what the signal does to a program that does not handle it.
static void yield_to(int signal_number) {
  struct sigaction ours, standard = {.sa_handler = SIG_DFL};
  sigset_t mask, before;
  sigemptyset(&standard.sa_mask);
  sigaction(signal_number, &standard, &ours);
  sigemptyset(&mask);
  sigaddset(&mask, signal_number);
  raise(signal_number);
  pthread_sigmask(SIG_UNBLOCK, &mask, &before);
  // Here the program ends, or stops until it is continued.
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  sigaction(signal_number, &ours, NULL);
}

static void on_end(int signal_number) {
  if (editing) send("\r\n");
  leave_terminal();
  yield_to(signal_number);
}

static void on_interrupt(int signal_number) {
  if (atomic_fetch_add(&interrupts, 1) + 1 >= PATIENCE) on_end(signal_number);
  wake();
}

static void on_stop(int signal_number) {
  int error = errno;
  leave_terminal();
  yield_to(signal_number);
  errno = error;
}

static void on_continue(int signal_number) {
  (void)signal_number;
  int error = errno;
  return_to_terminal();
  continued = true;
  wake();
  errno = error;
}

static void on_resize(int signal_number) {
  (void)signal_number;
  resized = true;
  wake();
}

// Without SA_RESTART: a system call that waits returns with EINTR.
static void handle(int signal_number, void (*handler)(int)) {
  struct sigaction action = {.sa_handler = handler};
  sigemptyset(&action.sa_mask);
  sigaction(signal_number, &action, NULL);
}

void fathom_signals_install(void) {
  if (wake_pipe[0] >= 0) return;
  if (pipe(wake_pipe) != 0) return;
  for (int end = 0; end < 2; end++) {
    fcntl(wake_pipe[end], F_SETFL, O_NONBLOCK);
    fcntl(wake_pipe[end], F_SETFD, FD_CLOEXEC);
  }
  handle(SIGINT, on_interrupt);
  handle(SIGTSTP, on_stop);
  handle(SIGCONT, on_continue);
  handle(SIGWINCH, on_resize);
  handle(SIGTERM, on_end);
  handle(SIGHUP, on_end);
  handle(SIGQUIT, on_end);
  handle(SIGPIPE, SIG_IGN);
  atexit(leave_terminal);
}

// MARK: Flags

bool fathom_interrupt_raised(void) { return interrupts > 0; }
void fathom_interrupt_clear(void) { interrupts = 0; }
bool fathom_signal_pending(void) { return interrupts > 0 || resized || continued; }
bool fathom_resized(void) { return atomic_exchange(&resized, false); }
bool fathom_continued(void) { return atomic_exchange(&continued, false); }

int fathom_wait(int descriptor, int milliseconds) {
  struct pollfd sources[2] = {
    {.fd = descriptor, .events = POLLIN}, {.fd = wake_pipe[0], .events = POLLIN}};
  int ready = poll(sources, 2, milliseconds);
  if (ready == 0) return FATHOM_TIMEOUT;
  if (ready < 0) {
    if (errno != EINTR) return 1;  // the read that follows reports what is wrong
    sources[1].revents = POLLIN;
  }
  if (sources[1].revents == 0) return 1;
  char drained[64];
  while (read(wake_pipe[0], drained, sizeof drained) > 0) continue;
  return FATHOM_WOKEN;
}
