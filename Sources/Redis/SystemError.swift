internal import Glibc

/// An error of a system call.
struct SystemError: Error, CustomStringConvertible {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }

    var description: String {
        // Safe because the C library gives a NUL-terminated text for every number, constant for the known ones.
        unsafe String(cString: strerror(number))
    }
}
