using System.Text.Json.Nodes;
using MicroK8s.Health.Reports;

namespace MicroK8s.Tests.Health.Reports;

public sealed class HtmlTemplateTests
{
    [Theory]
    [InlineData("<p>{{a}}</p>", """{"a": "x"}""", "<p>x</p>")]
    [InlineData("<p title=\"{{a}}\">", """{"a": "\"><b>'&"}""", "<p title=\"&quot;&gt;&lt;b&gt;&#x27;&amp;\">")]
    [InlineData("{{a}}{{b}}{{c}}", """{"a": null, "b": 5, "c": "é"}""", "5é")]
    [InlineData("{{#a}}[{{b}}{{c}}]{{/a}}", """{"c": "!", "a": [{"b": 1}, {"b": 2, "c": "?"}]}""", "[1!][2?]")]
    [InlineData("{{#a}}yes{{/a}}{{^a}}no{{/a}}", """{"a": true}""", "yes")]
    [InlineData("{{#a}}yes{{/a}}{{^a}}no{{/a}}", """{"a": false}""", "no")]
    [InlineData("{{#a}}yes{{/a}}{{^a}}no{{/a}}", """{"a": []}""", "no")]
    [InlineData("{{#a}}yes{{/a}}{{^a}}no{{/a}}", """{"a": ""}""", "no")]
    [InlineData("{{#a}}{{b}}{{/a}}", """{"a": {"b": "in"}}""", "in")]
    [InlineData("x\n  {{#a}}\n<i>\n  {{/a}}\ny", """{"a": true}""", "x\n<i>\ny")]
    [InlineData("{{a}}", """{"a": "{{b}}"}""", "{{b}}")]
    public void A_value_stands_in_its_place_and_is_never_markup(string template, string values, string page) =>
        Assert.Equal(page, new HtmlTemplate(template).Render(JsonNode.Parse(values)!.AsObject()));

    [Fact]
    public void A_mistake_in_a_template_is_an_error()
    {
        Assert.Throws<InvalidOperationException>(() => new HtmlTemplate("{{#a}}"));
        Assert.Throws<InvalidOperationException>(() => new HtmlTemplate("{{#a}}{{/b}}"));
        Assert.Throws<InvalidOperationException>(() => new HtmlTemplate("{{a}}").Render([]));
    }
}
