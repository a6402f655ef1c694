import Foundation
import FoundationXML
import Pages
import Testing

/// A chart's markup as a parser sees it.
struct ParsedChart {
    private let document: XMLDocument

    init(_ markup: HTML) throws {
        document = try XMLDocument(xmlString: "<body>\(markup.text)</body>", options: [])
    }

    /// The texts of what a path finds.
    func texts(_ path: String) throws -> [String] {
        try document.nodes(forXPath: path).map { $0.stringValue ?? "" }
    }

    func count(_ path: String) throws -> Int { try document.nodes(forXPath: path).count }

    /// The numbers that the attribute has in what a path finds.
    func numbers(_ path: String) throws -> [Double] { try texts(path).compactMap(Double.init) }

    /// Checks what every chart promises: a picture with a title and a description that its label names, a sentence, and
    /// a table.
    func expectAccessible(title: String, summary: String) throws {
        let label = try #require(try texts("//svg[@role='img']/@aria-labelledby").first)
        let ids = label.split(separator: " ").map(String.init)
        #expect(ids.count == 2)
        #expect(try texts("//svg/title[@id='\(ids[0])']") == [title])
        #expect(try texts("//svg/desc[@id='\(ids[1])']") == [summary])
        #expect(try texts("//figcaption/h3") == [title])
        #expect(try texts("//figcaption/p[1]") == [summary])
        #expect(try texts("//table/caption") == [title])
        #expect(try count("//*[@style]") == 0, "the policy of the pages forbids style attributes")
        let all = try texts("//@id")
        #expect(Set(all).count == all.count, "ids are unique")
        let (width, height) = try size()
        for x in try numbers("//svg[@role='img']//@x") + numbers("//svg[@role='img']//@cx") {
            #expect((-1...width + 1).contains(x))
        }
        for y in try numbers("//svg[@role='img']//@y") + numbers("//svg[@role='img']//@cy") {
            #expect((-1...height + 1).contains(y))
        }
    }

    private func size() throws -> (Double, Double) {
        let box = try #require(try texts("//svg[@role='img']/@viewBox").first).split(separator: " ").compactMap {
            Double($0)
        }
        return (box[2], box[3])
    }
}
