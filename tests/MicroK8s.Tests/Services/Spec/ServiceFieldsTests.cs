using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Services.Spec;
using MicroK8s.Tests.Engine;
using MicroK8s.Yaml;

namespace MicroK8s.Tests.Services.Spec;

/// <summary>The catalogue: one list for parameters, table rows and files.</summary>
public sealed class ServiceFieldsTests
{
    /// <summary>What says how a service is made, and not what it is.</summary>
    private static readonly string[] NoFields =
    [
        "Wait", "Timeout", "ThrottleLimit", "KubeConfig", "Context", "WhatIf", "Confirm",
        "Path", "LiteralPath", "InputObject",
    ];

    [Fact]
    public void Every_field_is_a_parameter_and_every_parameter_a_field()
    {
        using var shell = new Shell();
        CommandInfo command = shell.Run("Get-Command New-MicroService").TheOne<CmdletInfo>();
        Assert.Equal(
            command.Parameters.Keys.Except(NoFields)
                .Except(Cmdlet.CommonParameters).Except(Cmdlet.OptionalCommonParameters).Order(StringComparer.Ordinal),
            ServiceFields.All.Select(field => field.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_field_has_a_schema_and_a_description()
    {
        Assert.All(ServiceFields.All, field =>
        {
            Assert.Equal(JsonValueKind.Object, field.Schema.ToNode().GetValueKind());
            Assert.Matches("^[A-Z].{15,100}\\.$", field.Description);
            Assert.True(char.IsAsciiLetterLower(field.Key[0]), field.Key);
        });
        Assert.Equal(["Name", "Image"], ServiceFields.All.Where(field => field.IsRequired).Select(field => field.Name));
    }

    [Theory]
    [InlineData("New-MicroService -Kind S", "StatefulSet")]
    [InlineData("New-MicroService -ServiceType h", "Headless")]
    [InlineData("New-MicroService -PullPolicy if", "IfNotPresent")]
    [InlineData("New-MicroService -UpdateStrategy o", "OnDelete")]
    [InlineData("New-MicroService -Spread z", "zone")]
    [InlineData("New-MicroService -SeccompProfile r", "RuntimeDefault")]
    [InlineData("New-MicroService -DropCapability a", "ALL")]
    public void Fixed_words_complete(string line, string word)
    {
        using var shell = new Shell();
        Assert.Equal([word], shell.Complete(line));
    }

    [Fact]
    public void Names_are_read_in_any_case_and_blank_values_are_left_to_their_defaults()
    {
        ServiceSpec spec =
            Wish.Of(("replicas", "3"), ("KIND", ""), ("Port", null), ("command", Array.Empty<object?>()));
        Assert.Equal((3, "shop"), (spec.Replicas!.Value, spec.Namespace));
        Assert.Empty(spec.Ports);
    }

    [Fact]
    public void An_unknown_field_is_an_error_with_a_suggestion()
    {
        var exception = Assert.Throws<ClusterException>(() => Wish.Of(("replica", 1)));
        Assert.Equal((ClusterFault.InvalidSpec, "Did you mean 'replicas'?"), (exception.Fault, exception.Advice));
        InvalidSpec.Throws("Image", "is missing", () => ServiceFields.Read(InvalidSpec.Pairs(("Name", "a")), "shop"));
    }

    [Fact]
    public void A_document_is_read_as_the_same_values()
    {
        JsonObject root = JsonNode.Parse(
            """
            { "name": "web", "image": "a", "port": [80, { "port": 81, "target": "8081" }], "replicas": 2,
              "runAsNonRoot": true, "environment": { "A": 1.5, "B": { "secret": "db", "key": "k" } } }
            """)!.AsObject();
        var document = new YamlDocument(root, "web.json", new Dictionary<string, YamlPosition>());
        ServiceSpec spec = ServiceFields.Read(DocumentValues.Of(document, root), "shop");
        Assert.Equal([80, 8081], spec.Ports.Select(port => port.Target));
        Assert.Equal((2, true), (spec.Replicas!.Value, spec.Security.RunAsNonRoot));
        Assert.Equal("1.5", spec.Environment[0].Value);
        Assert.Equal("B from Secret db/k", spec.Environment[1].ToString());
    }
}
