using System.Globalization;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>Reads mounts from texts and hashtables.</summary>
public static class MountInput
{
    private const string Forms =
        "Write 'configmap:NAME:/path', 'secret:NAME/KEY:/path', 'claim:NAME:/path:ro', 'emptydir:/path:memory:64Mi', "
        + "'host:/path:/path'.";

    private const int HighestMode = 0x1FF;

    private static readonly FieldShape Shape = new(
        "a mount",
        new FieldMember("Path", FieldSchema.Text, "Where it is in the container."),
        new FieldMember("ConfigMap", FieldSchema.Text, "The ConfigMap that is there."),
        new FieldMember("Secret", FieldSchema.Text, "The Secret that is there."),
        new FieldMember("Claim", FieldSchema.Text, "The PersistentVolumeClaim that is there."),
        new FieldMember("EmptyDir", FieldSchema.Text,
            "A name for an empty folder; mounts with the same name share it."),
        new FieldMember("HostPath", FieldSchema.Text, "The node's folder or file that is there."),
        new FieldMember("SubPath", FieldSchema.Text, "The one file or folder of the volume that is there."),
        new FieldMember("ReadOnly", FieldSchema.Flag, "Whether the container cannot write there."),
        new FieldMember("Item", FieldSchema.Map, "Keys of the ConfigMap or Secret, and the files they become."),
        new FieldMember("Optional", FieldSchema.Flag, "Whether the pod starts without the ConfigMap or Secret."),
        new FieldMember("Mode", FieldSchema.Scalar, "The permissions of files in octal, such as 0440."),
        new FieldMember("Medium", FieldSchema.Choice(["Memory"]), "Memory for an empty folder in memory."),
        new FieldMember("Size", FieldSchema.Scalar, "How large an empty folder may become, such as 64Mi."));

    /// <summary>What a mount may be in a file.</summary>
    public static FieldSchema Schema { get; } =
        FieldSchema.ListOf(FieldSchema.AnyOf(FieldSchema.Text, Shape.Schema));

    /// <summary>Reads mounts.</summary>
    /// <param name="value">Texts or hashtables; a text may hold several, separated by commas. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static IReadOnlyList<MountSpec> Parse(object? value, string parameter = "Mount") =>
        [.. InputList.Separated(value).Select(item =>
            item is string text ? ParseText(text, parameter) : ParseFields(Shape.Read(item, parameter)))];

    /// <summary>
    /// Checks where a volume is mounted (kubernetes, pkg/apis/core/validation, <c>validateMount</c>).
    /// </summary>
    /// <param name="path">The path in the container.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static string CheckPath(string path, string parameter) =>
        path.StartsWith('/') && !path.Contains(':', StringComparison.Ordinal) ? path : throw InvalidInput.Of(
            parameter, path, "is not a path in the container: it starts with '/' and has no ':'");

    private static MountSpec ParseText(string text, string parameter)
    {
        string[] parts = text.Split(':');
        string kind = parts[0].ToUpperInvariant();
        if (kind == "EMPTYDIR" && parts.Length >= 2) return ParseEmptyDir(parts, text, parameter);
        bool isReadOnly = parts.Length == 4 && parts[3].Equals("ro", StringComparison.OrdinalIgnoreCase);
        if (parts.Length != 3 && !isReadOnly) throw InvalidInput.Of(parameter, text, "is not a mount", Forms);

        string path = CheckPath(parts[2], parameter);
        if (kind == "HOST") return new MountSpec(HostPath(parts[1], parameter), path, null, isReadOnly);
        int slash = parts[1].IndexOf('/', StringComparison.Ordinal);
        string name = slash < 0 ? parts[1] : parts[1][..slash];
        string? sub = slash < 0 ? null : CheckSubPath(parts[1][(slash + 1)..], parameter);
        VolumeKind named = kind switch
        {
            "CONFIGMAP" => VolumeKind.ConfigMap,
            "SECRET" => VolumeKind.Secret,
            "CLAIM" or "PVC" => VolumeKind.Claim,
            _ => throw InvalidInput.Of(parameter, text, "is not a mount", Forms),
        };
        return new MountSpec(Named(named, name, parameter), path, sub, isReadOnly);
    }

    private static MountSpec ParseEmptyDir(string[] parts, string text, string parameter)
    {
        string path = CheckPath(parts[1], parameter);
        var volume = new VolumeSpec(VolumeKind.EmptyDir, path);
        foreach (string option in parts.Skip(2))
        {
            if (option.Equals("memory", StringComparison.OrdinalIgnoreCase)) volume = volume with { IsInMemory = true };
            else if (Quantity.TryParse(option) is { } size) volume = volume with { Size = size };
            else
            {
                throw InvalidInput.Of(
                    parameter, text, $"has the option '{option}', neither 'memory' nor a size", Forms);
            }
        }

        return new MountSpec(volume, path);
    }

    private static MountSpec ParseFields(FieldValues fields)
    {
        string parameter = fields.Parameter;
        IReadOnlyList<string> kinds = fields.Present(Enum.GetNames<VolumeKind>());
        if (kinds.Count != 1)
        {
            throw InvalidInput.Of(
                parameter, fields.Keys, $"must have one of {string.Join(", ", Enum.GetNames<VolumeKind>())}");
        }

        VolumeKind kind = Enum.Parse<VolumeKind>(kinds[0]);
        CheckFields(fields, kind);
        string name = fields.Required(kinds[0]);
        VolumeSpec volume = kind switch
        {
            VolumeKind.HostPath => HostPath(name, parameter),
            VolumeKind.EmptyDir => new VolumeSpec(kind, NameRules.CheckLabelName(name, parameter, "a folder")),
            _ => Named(kind, name, parameter),
        };
        return new MountSpec(
            volume with
            {
                Items = ReadItems(fields),
                IsOptional = fields.Flag("Optional"),
                Mode = fields.Text("Mode") is { } mode ? ReadMode(mode, parameter) : null,
                IsInMemory = fields.Choice("Medium", ["Memory"]) is not null,
                Size = fields.Text("Size") is { } size ? Quantity.Parse(size, parameter, "Size") : null,
            },
            CheckPath(fields.Required("Path"), parameter),
            fields.Text("SubPath") is { } sub ? CheckSubPath(sub, parameter) : null, fields.Flag("ReadOnly"));
    }

    private static void CheckFields(FieldValues fields, VolumeKind kind)
    {
        bool isData = kind is VolumeKind.ConfigMap or VolumeKind.Secret;
        string[] foreign = [.. isData ? [] : new[] { "Item", "Optional", "Mode" },
            .. kind == VolumeKind.EmptyDir ? [] : new[] { "Medium", "Size" }];
        foreach (string field in fields.Present(foreign))
        {
            throw InvalidInput.Of(fields.Parameter, field, $"cannot stand beside {kind}");
        }
    }

    private static Dictionary<string, string> ReadItems(FieldValues fields) =>
        (fields.Pairs("Item") ?? []).ToDictionary(
            pair => NameRules.CheckDataKey(pair.Key, fields.Parameter),
            pair => CheckSubPath(InputText.Of(fields.Parameter, pair.Key, pair.Value), fields.Parameter),
            StringComparer.Ordinal);

    private static VolumeSpec Named(VolumeKind kind, string name, string parameter) =>
        new(kind, NameRules.CheckObjectName(name, parameter, $"a {kind}"));

    private static VolumeSpec HostPath(string path, string parameter) => path.StartsWith('/')
        ? new VolumeSpec(VolumeKind.HostPath, path)
        : throw InvalidInput.Of(parameter, path, "is not a path of the node: it starts with '/'");

    private static string CheckSubPath(string path, string parameter) =>
        path.Length > 0 && !path.StartsWith('/') && !path.Split('/').Contains("..") ? path : throw InvalidInput.Of(
            parameter, path, "is not a path inside of the volume: it is relative and has no '..'");

    private static int ReadMode(string text, string parameter)
    {
        int mode = 0;
        bool isOctal = text.Length is > 0 and <= 4 && text.All(digit => digit is >= '0' and <= '7');
        foreach (char digit in isOctal ? text : "") mode = (mode * 8) + CharUnicodeInfo.GetDecimalDigitValue(digit);
        return isOctal && mode <= HighestMode ? mode : throw InvalidInput.Of(
            parameter, $"Mode={text}", "is not octal permissions from 0000 to 0777");
    }
}
