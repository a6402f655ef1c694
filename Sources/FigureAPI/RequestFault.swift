import Figures
package import Hummingbird
import NIOCore

/// Why a request cannot be answered as it was asked: a code for programs, the field that is wrong, and a sentence that says
/// what would be right.
package struct RequestFault: Error, Sendable, Equatable {
    /// What programs tell faults apart by.
    package enum Code: String, Sendable, CaseIterable {
        case missingField = "missing_field"
        case badValue = "bad_value"
        case unknownReport = "unknown_report"
        case unknownFigure = "unknown_figure"
        case noCases = "no_cases"
        case unknownPath = "unknown_path"
        case forbidden

        var status: HTTPResponse.Status {
            switch self {
            case .missingField, .badValue: .badRequest
            case .unknownReport, .unknownFigure, .noCases, .unknownPath: .notFound
            case .forbidden: .forbidden
            }
        }
    }

    package let code: Code
    /// The parameter that is wrong; nil where it is none.
    package let field: String?
    package let sentence: String

    init(_ code: Code, _ field: String? = nil, _ sentence: String) {
        self.code = code
        self.field = field
        self.sentence = sentence
    }

    /// What is wrong with a question about cases.
    init(_ fault: CaseFault) {
        switch fault {
        case .unknownFigure: self.init(.unknownFigure, "kpi", fault.sentence)
        case .hasNoCases: self.init(.noCases, "kpi", fault.sentence)
        case .judgesNone: self.init(.badValue, "missed", fault.sentence)
        case .badPlace: self.init(.badValue, "after", fault.sentence)
        }
    }
}

extension RequestFault: HTTPResponseError {
    package var status: HTTPResponse.Status { code.status }

    package func response(from request: Request, context: some RequestContext) throws -> Response {
        var json = JSONText()
        json.object { json in
            json.object("error") { json in
                json.string("code", code.rawValue)
                json.string("field", field)
                json.string("message", sentence)
            }
        }
        var headers = HTTPFields()
        headers[.contentType] = FigureAPI.json
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: json.text)))
    }
}
