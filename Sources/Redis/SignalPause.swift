internal import Glibc

/// Runs `body` with this thread's signals held back, for C code that gives up when a signal interrupts it.
///
/// The mask is put back afterwards; meanwhile signals go to the process' other threads. Those of faults stay.
func withoutSignals<Result>(_ body: () -> Result) -> Result {
    var held = sigset_t()
    var before = sigset_t()
    // Safe because the sets outlive the calls, and `before` is filled in by the system.
    unsafe sigfillset(&held)
    for fault in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS, SIGPROF] {
        unsafe sigdelset(&held, fault)
    }
    unsafe pthread_sigmask(SIG_SETMASK, &held, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    return body()
}
