/// The parts of forms, each with a label that belongs to it.
package enum Control {
    /// A value that can be chosen.
    package struct Choice: Sendable {
        package let value: String
        package let label: String

        package init(_ value: String, _ label: String) {
            self.value = value
            self.label = label
        }
    }

    /// A list to choose one value from.
    package static func select(
        _ name: String,
        label: String,
        choices: [Choice],
        selected: String?
    ) -> HTML {
        let options: [HTML] = choices.map { choice in
            "<option value=\"\(choice.value)\"\(choice.value == selected ? Self.selected : "")>\(choice.label)</option>"
        }
        return """
            <div class="field"><label for="f-\(name)">\(label)</label>\
            <select id="f-\(name)" name="\(name)">\(options)</select></div>

            """
    }

    /// A line of text; `kind` is the input's type, such as `search`, `password` or `date`.
    package static func line(
        _ name: String,
        label: String,
        value: String = "",
        kind: String = "text",
        autocomplete: String = "off",
        isRequired: Bool = false,
        fault: String? = nil
    ) -> HTML {
        let described: HTML = fault == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"e-\(name)\""
        return """
            <div class="field"><label for="f-\(name)">\(label)</label>\
            <input id="f-\(name)" name="\(name)" type="\(kind)" value="\(value)" autocomplete="\(autocomplete)"\
            \(isRequired ? Self.required : "")\(described)/>\(Self.fault(fault, name))</div>

            """
    }

    /// Several lines of text.
    package static func text(
        _ name: String,
        label: String,
        value: String = "",
        hint: String? = nil,
        limit: Int = 16_384,
        fault: String? = nil
    ) -> HTML {
        let described: [HTML] = [hint.map { _ in "h-\(name)" }, fault.map { _ in "e-\(name)" }].compactMap { $0 }
        let description: HTML = described.isEmpty ? "" : " aria-describedby=\"\(described.joined(separator: " "))\""
        return """
            <div class="field"><label for="f-\(name)">\(label)</label>\
            \(hint.map { "<p class=\"hint\" id=\"h-\(name)\">\($0)</p>" } as HTML?)\
            <textarea id="f-\(name)" name="\(name)" rows="4" maxlength="\(limit)"\(description)>
            \(value)</textarea>\(Self.fault(fault, name))</div>

            """
    }

    /// One of a few values, all in sight; `ends` says what the first and the last one mean.
    package static func scale(
        _ name: String,
        legend: String,
        choices: [Choice],
        selected: String?,
        ends: (first: String, last: String)? = nil,
        isRequired: Bool = false,
        fault: String? = nil
    ) -> HTML {
        let options: [HTML] = choices.map { choice in
            """
            <label><input type="radio" name="\(name)" value="\(choice.value)"\
            \(choice.value == selected ? Self.checked : "")\(isRequired ? Self.required : "")/>\
            <span>\(choice.label)</span></label>
            """
        }
        let described: HTML = fault == nil ? "" : " aria-describedby=\"e-\(name)\""
        return """
            <fieldset class="scale"\(described)><legend>\(legend)</legend>\
            <div class="choices">\(options)</div>\
            \(ends.map { "<p class=\"ends\"><span>\($0.first)</span> <span>\($0.last)</span></p>" } as HTML?)\
            \(Self.fault(fault, name))</fieldset>

            """
    }

    /// A value that is sent along unseen.
    package static func hidden(_ name: String, _ value: String) -> HTML {
        "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\"/>"
    }

    /// The button that sends a form.
    package static func button(_ label: String) -> HTML {
        "<button type=\"submit\">\(label)</button>"
    }

    private static let selected: HTML = " selected=\"\""
    private static let checked: HTML = " checked=\"\""
    private static let required: HTML = " required=\"\""

    private static func fault(_ fault: String?, _ name: String) -> HTML? {
        fault.map { "<p class=\"fault\" id=\"e-\(name)\">\($0)</p>" }
    }
}
