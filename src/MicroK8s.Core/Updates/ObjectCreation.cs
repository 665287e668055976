using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Updates;

/// <summary>A new object.</summary>
public sealed record ObjectCreation : ObjectWrite
{
    /// <summary>Plans an object.</summary>
    /// <param name="type">Its kind, in the version that is sent.</param>
    /// <param name="manifest">The whole object, with name and namespace.</param>
    public ObjectCreation(ResourceType type, JsonObject manifest)
        : base(new ResourceRef(
            type, manifest["metadata"]!["namespace"]?.GetValue<string>(),
            manifest["metadata"]!["name"]!.GetValue<string>())) => Manifest = manifest;

    /// <summary>Its kind, in the version that is sent.</summary>
    public ResourceType Type => Target.Type;

    /// <summary>The whole object, with name and namespace.</summary>
    public JsonObject Manifest { get; }

    /// <inheritdoc/>
    public override string Effect => $"{Target}";

    /// <inheritdoc/>
    public override async Task<WritePreview> PreviewAsync(IResources resources, CancellationToken cancellationToken)
    {
        KubeObject? stored = await DryRun.TryAsync(
            () => resources.CreateAsync(Type, Manifest, dryRun: true, cancellationToken)).ConfigureAwait(false);
        if (stored is not null) UnsupportedFields.Check(this, stored);
        string text = $"Create {Target}"
            + string.Concat(NewObjectOutline.Lines(Manifest, stored).Select(line => $"\n  {line}"));
        return new WritePreview(this, text);
    }

    internal override async Task<WrittenObject> WriteAsync(IResources resources, CancellationToken cancellationToken)
    {
        KubeObject made = await resources.CreateAsync(Type, Manifest, dryRun: false, cancellationToken)
            .ConfigureAwait(false);
        return new WrittenObject(this, Before: null, made);
    }

    /// <summary>An object of the name may be somebody else's.</summary>
    internal override bool? IsDoneIn(KubeObject? now) => now is null ? false : null;
}
