using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>Storage of its own for every pod of a StatefulSet, as <c>name:/path:size[:class]</c>.</summary>
/// <param name="Name">The name of the claim's template.</param>
/// <param name="Path">Where it is in the container.</param>
/// <param name="Size">How large it is.</param>
/// <param name="Class">The StorageClass. Null for the cluster's default.</param>
/// <param name="AccessMode">Who may use it at once.</param>
public sealed record VolumeClaimSpec(string Name, string Path, Quantity Size, string? Class, string AccessMode)
{
    private const string UsualMode = "ReadWriteOnce";
    private static readonly string[] Modes = [UsualMode, "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];

    private static readonly FieldShape Shape = new(
        "a volume claim",
        new FieldMember("Name", FieldSchema.Text, "The name of the claim's template."),
        new FieldMember("Path", FieldSchema.Text, "Where it is in the container."),
        new FieldMember("Size", FieldSchema.Scalar, "How large it is, such as 10Gi."),
        new FieldMember("Class", FieldSchema.Text, "The StorageClass; without one, the cluster's default."),
        new FieldMember("AccessMode", FieldSchema.Choice(Modes), "Who may use it at once; ReadWriteOnce without one."));

    /// <summary>What claims may be in a file.</summary>
    public static FieldSchema Schema { get; } =
        FieldSchema.ListOf(FieldSchema.AnyOf(FieldSchema.Text, Shape.Schema));

    /// <summary>Reads claims.</summary>
    /// <param name="value">Texts or hashtables; a text may hold several, separated by commas. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static IReadOnlyList<VolumeClaimSpec> Parse(object? value, string parameter = "VolumeClaim") =>
        [.. InputList.Separated(value).Select(item => item is string text
            ? ParseText(text, parameter)
            : ParseFields(Shape.Read(item, parameter)))];

    /// <inheritdoc/>
    public override string ToString() => $"{Name} of {Size.Text} at {Path}{(Class is null ? "" : $", class {Class}")}";

    private static VolumeClaimSpec ParseText(string text, string parameter)
    {
        string[] parts = text.Split(':');
        return parts.Length is 3 or 4
            ? Check(parts[0], parts[1], parts[2], parts.ElementAtOrDefault(3), UsualMode, parameter)
            : throw InvalidInput.Of(parameter, text, "is not name:/path:size[:class]", "Example: 'data:/data:10Gi'.");
    }

    private static VolumeClaimSpec ParseFields(FieldValues fields) => Check(
        fields.Required("Name"), fields.Required("Path"), fields.Required("Size"), fields.Text("Class"),
        fields.Choice("AccessMode", Modes) ?? UsualMode, fields.Parameter);

    private static VolumeClaimSpec Check(
        string name, string path, string size, string? storage, string mode, string parameter)
    {
        var amount = Quantity.Parse(size, parameter, "Size");
        if (amount.Nanos.Sign <= 0) throw InvalidInput.Of(parameter, $"Size={size}", "is not more than zero");
        if (storage is not null) NameRules.CheckObjectName(storage, parameter, "a StorageClass");
        return new VolumeClaimSpec(
            NameRules.CheckLabelName(name, parameter, "a volume"), MountInput.CheckPath(path, parameter),
            amount, storage,
            mode);
    }
}
