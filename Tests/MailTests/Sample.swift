import Mail
import Testing

/// Mails as mail systems write them.
enum Sample {
    /// A bounce of a system with a way of its own.
    struct Informal: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let severity: Bounce.Severity
        let status: String?
        var namesOriginal = true
        let mail: String
    }

    /// A report as RFC 3464 has it, about `lost@example.net`.
    static func report(
        status: String,
        action: String = "failed",
        diagnosis: String = "smtp; said something",
        more: String = ""
    ) -> String {
        """
        Return-Path: <>
        From: Mail Delivery System <MAILER-DAEMON@mx.example.net>
        To: bounces@example.org
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
        \tboundary="B/x;=y"

        This is a MIME-encapsulated message.

        --B/x;=y
        Content-Type: text/plain; charset=us-ascii

        I'm sorry to have to inform you that your message could not be delivered.

        --B/x;=y
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.net
        X-Postfix-Queue-ID: 4F1

        Final-Recipient: rfc822; lost@example.net
        Action: \(action)
        Status: \(status)
        Diagnostic-Code: \(diagnosis)
        \(more)
        --B/x;=y
        Content-Type: message/rfc822

        From: office@example.org
        To: lost@example.net
        Message-ID:
         <notice.1@office.example.org>
        Subject: Your case

        Hello 550 5.9.9
        --B/x;=y--

        """
    }

    static let informalBounces = [
        Informal(
            testDescription: "qmail",
            severity: .hard,
            status: "5.1.1",
            mail: """
                Return-Path: <>
                From: MAILER-DAEMON@mx.example.net
                To: bounces@example.org
                Subject: failure notice

                Hi. This is the qmail-send program at mx.example.net.
                I'm afraid I wasn't able to deliver your message to the following addresses.

                <lost@example.net>:
                Sorry, no mailbox here by that name. (#5.1.1)

                --- Below this line is a copy of the message.

                Return-Path: <bounces@example.org>
                From: office@example.org
                Message-ID: <notice.1@office.example.org>

                Hello 4.2.2
                """
        ),
        Informal(
            testDescription: "Exim",
            severity: .hard,
            status: nil,
            mail: """
                Return-path: <>
                X-Failed-Recipients: lost@example.net
                Auto-Submitted: auto-replied
                From: Mail Delivery System <Mailer-Daemon@mx.example.net>
                To: bounces@example.org
                References: <notice.0@office.example.org> <notice.1@office.example.org>
                Subject: Mail delivery failed: returning message to sender

                This message was created automatically by mail delivery software.

                  lost@example.net
                    Unrouteable address
                """
        ),
        Informal(
            testDescription: "a full mailbox",
            severity: .soft,
            status: "5.2.2",
            mail: """
                From: postmaster@mx.example.net
                To: bounces@example.org
                Subject: Delivery failure
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain
                Content-Transfer-Encoding: quoted-printable

                The mailbox of <lost@example.net> is over its quo=
                ta (552 5.2.2).
                --b
                Content-Type: text/rfc822-headers

                Message-ID: <notice.1@office.example.org>
                --b--
                """
        ),
        Informal(
            testDescription: "a delay",
            severity: .delayed,
            status: nil,
            mail: """
                From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example.net>
                To: bounces@example.org
                In-Reply-To: <notice.1@office.example.org>
                Subject: Warning: could not send message for past 4 hours

                The following address had transient errors: lost@example.net.
                """
        ),
        Informal(
            testDescription: "no word of the original message",
            severity: .hard,
            status: nil,
            namesOriginal: false,
            mail: """
                Return-Path: <>
                From: Mail Service <service@mx.example.net>
                To: bounces@example.org
                Subject: Undeliverable: Your case

                Your message to 'lost@example.net' couldn't be delivered.
                550 RESOLVER.ADR.RecipNotFound; not found
                """
        ),
    ]

    static let automatic: [(String, AutomaticMail.Kind)] = [
        ("Auto-Submitted: auto-replied (vacation)", .reply), ("Auto-Submitted: Auto-Replied; owner-email=x", .reply),
        ("X-Autoreply: yes", .reply), ("X-Autorespond: 1", .reply), ("Precedence: auto_reply", .reply),
        ("Subject: Automatic reply: Your case", .reply), ("Subject: Out of Office Re: Your case", .reply),
        ("Auto-Submitted: auto-generated", .generated), ("Auto-Submitted: auto-notified", .generated),
        ("Precedence: bulk", .generated), ("Precedence: junk", .generated), ("Return-Path: <>", .generated),
        ("X-Auto-Response-Suppress: OOF", .generated), ("Precedence: list", .list), ("List-Id: <x.example.net>", .list),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=x", .generated),
    ]

    /// Everything that the fuzz run begins with.
    static var all: [String] {
        [
            report(status: "5.1.1"), report(status: "5.0.0", diagnosis: "x-unix; 4.2.2"),
            report(status: "4.4.1", action: "delayed"),
        ] + informalBounces.map(\.mail)
            + automatic.map { "From: a@example.net\n\($0.0)\n\nHello\n" }
    }
}
