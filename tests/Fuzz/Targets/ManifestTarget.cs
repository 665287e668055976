using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using MicroK8s.KubeApi;
using MicroK8s.Manifests;
using MicroK8s.Resources;
using MicroK8s.Yaml;

namespace MicroK8s.Fuzz;

/// <summary>Manifests: YAML and JSON, read, written and read again.</summary>
internal sealed class ManifestTarget : FuzzTarget
{
    private static readonly IYaml Yaml = new KubeBackend().Yaml;

    public override string Name => "manifest";

    public override Gen<byte[]> Structured(IReadOnlyList<byte[]> seeds) => Gen.OneOf(
        JsonMutator.Of(seeds),
        JsonTrees.Object.Select(tree => Encoding.UTF8.GetBytes(Yaml.Write(tree))));

    public override Task RunAsync(byte[] input)
    {
        using var reader = new StreamReader(new MemoryStream(input));
        foreach (YamlDocument document in Yaml.Read(reader.ReadToEnd(), "input.yaml"))
        {
            if (document.Root is JsonObject root) RequireSame(root);
            foreach (Manifest manifest in ManifestReader.Read(document))
            {
                Require(manifest.Name.Length > 0 && manifest.Kind.Length > 0, "a manifest has a name and a kind");
                _ = manifest.Where;
                _ = NewObjectOutline.Lines(manifest.Content, stored: null);
                JsonObject again = manifest.Content.DeepClone().AsObject();
                PortProtocols.Fill(again);
                _ = CleanManifest.Of(KubeObject.Parse(again.ToJsonString()), withNamespace: true);
            }
        }

        return Task.CompletedTask;
    }

    private static void RequireSame(JsonObject root)
    {
        string written = Yaml.Write(root);
        YamlDocument again = Yaml.Read(written, "written.yaml").Single();
        Require(JsonNode.DeepEquals(root, again.Root), "what is written is read as the same");
    }
}
