using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MicroK8s.Errors;
using MicroK8s.Services;
using MicroK8s.Services.Spec;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.KubeApi;
using MicroK8s.Yaml;
using NJsonSchema;

namespace MicroK8s.Tests.Services.Spec;

/// <summary>The published JSON Schema against the fields, and files against the schema.</summary>
public sealed class ServiceSchemaTests
{
    private const string File = "schemas/microservice.schema.json";

    private static readonly IYaml Yaml = Adapter.Backend().Yaml;

    public static TheoryData<string> Examples =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "examples", "services"), "*.yaml").Select(file => Path.GetFileName(file)!)];

    [Fact]
    public void The_published_file_is_the_generated_one()
    {
        // If this fails: build, then build.ps1 -Task Schema.
        Assert.Equal(ServiceSchema.Text, Read(Path.Combine(Repository.Root, File)));
        Assert.Equal(ServiceSchema.Text, Read(Path.Combine(Repository.ModuleFolder, File)));
    }

    [Fact]
    public void Every_field_is_described_and_what_is_required_is_marked()
    {
        JsonObject schema = JsonNode.Parse(ServiceSchema.Text)!.AsObject();
        JsonObject properties = schema["properties"]!.AsObject();
        Assert.Equal(ServiceFields.All.Select(field => field.Key), properties.Select(property => property.Key));
        Assert.All(properties, property => Assert.EndsWith(".", (string)property.Value!["description"]!, StringComparison.Ordinal));
        Assert.Equal(["name", "image"], schema["required"]!.AsArray().Select(name => (string)name!));
        Assert.False((bool)schema["additionalProperties"]!);
    }

    [Fact]
    public void The_about_topic_explains_every_key()
    {
        string topic = Read(Path.Combine(Repository.Root, "docs", "about_MicroK8s_ServiceFile.md"));
        string plain = Regex.Replace(topic, "\\s+", " ");
        Assert.All(ServiceFields.All, field => Assert.Contains(
            $" {field.Key}{(field.IsRequired ? " (required)" : "")} {field.Description} ", plain, StringComparison.Ordinal));
        Assert.All(topic.Split('\n'), line => Assert.True(line.Length <= 80, line));
        using var shell = new Shell();
        Assert.Equal(topic, Assert.Single(shell.Run("Get-Help about_MicroK8s_ServiceFile").As<string>()));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Every_example_is_valid_and_is_read(string name)
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(ServiceSchema.Text);
        string text = Read(Path.Combine(Repository.Root, "examples", "services", name));
        IReadOnlyList<YamlDocument> documents = Yaml.Read(text, name);
        Assert.NotEmpty(documents);
        Assert.All(documents, document =>
        {
            Assert.Empty(schema.Validate(document.Root.ToJsonString()));
            Assert.NotNull(ServicePlanner.Plan(ServiceFields.Read(ServiceDocument.Read(document).Values, "shop")));
        });
    }

    [Theory]
    [InlineData("name: a")]
    [InlineData("name: a\nimage: b\nreplica: 2")]
    [InlineData("name: a\nimage: b\nreplicas: -1")]
    [InlineData("name: a\nimage: b\nreplicas: many")]
    [InlineData("name: a\nimage: b\nkind: Pod")]
    [InlineData("name: [a]\nimage: b")]
    [InlineData("name: a\nimage: b\nlabel: shop")]
    [InlineData("name: a\nimage: b\nreadinessProbe: { path: /, peroid: 3 }")]
    public async Task What_the_schema_refuses_the_module_refuses_too(string text)
    {
        JsonSchema schema = await JsonSchema.FromJsonAsync(ServiceSchema.Text);
        YamlDocument document = Assert.Single(Yaml.Read(text, "shop.yaml"));
        Assert.NotEmpty(schema.Validate(document.Root.ToJsonString()));
        Assert.Throws<ClusterException>(() => ServicePlanner.Plan(ServiceFields.Read(ServiceDocument.Read(document).Values, "shop")));
    }

    private static string Read(string path) =>
        System.IO.File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
}
