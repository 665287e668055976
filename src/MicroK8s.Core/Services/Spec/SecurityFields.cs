using System.Globalization;
using System.Text.RegularExpressions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>What the pods may do on their node.</summary>
internal static partial class SecurityFields
{
    private static readonly string[] Profiles = ["RuntimeDefault", "Unconfined"];
    private static readonly FieldSchema Id = FieldSchema.Number(0, int.MaxValue);
    private static readonly FieldSchema Names = FieldSchema.ListOf(FieldSchema.Text);

    public static IReadOnlyList<ServiceField> All { get; } =
    [
        Flag("RunAsNonRoot",
            "No container runs as root, with a capability, or without the runtime's system call filter.",
            (security, value) => security with { RunAsNonRoot = value }),
        Flag("ReadOnlyRootFilesystem", "The containers cannot write to their image's file system.",
            (security, value) => security with { ReadOnlyRootFilesystem = value }),
        New("RunAsUser", Id, "The number of the user that processes run as.",
            (security, value) => security with { RunAsUser = ReadId("RunAsUser", value) }),
        New("RunAsGroup", Id, "The number of the group that processes run as.",
            (security, value) => security with { RunAsGroup = ReadId("RunAsGroup", value) }),
        New("FsGroup", Id, "The number of the group that volumes belong to.",
            (security, value) => security with { FsGroup = ReadId("FsGroup", value) }),
        New("DropCapability", Names, "Capabilities to take away, such as ALL.",
            (security, value) => security with { DropCapabilities = ReadCapabilities("DropCapability", value) }) with
        {
            Words = ["ALL"],
        },
        New("AddCapability", Names, "Capabilities to add, such as NET_BIND_SERVICE.",
            (security, value) => security with { AddCapabilities = ReadCapabilities("AddCapability", value) }),
        Flag("AllowPrivilegeEscalation", "A process may get more privileges than its parent, as by sudo.",
            (security, value) => security with { AllowPrivilegeEscalation = value }),
        New("SeccompProfile", FieldSchema.Choice(Profiles), "The filter of system calls.",
            (security, value) =>
                security with { SeccompProfile = ReadProfile(InputText.Of("SeccompProfile", "", value)) }),
    ];

    private static ServiceField New(
        string name, FieldSchema schema, string description, Func<SecuritySpec, object, SecuritySpec> apply) =>
        new(name, schema, description, (spec, value) => spec with { Security = apply(spec.Security, value) });

    private static ServiceField Flag(string name, string description, Func<SecuritySpec, bool, SecuritySpec> apply) =>
        New(name, FieldSchema.Flag, description,
            (security, value) => apply(security, InputText.Flag(name, "", value)));

    private static long ReadId(string parameter, object value) => InputText.WholeNumber(parameter, "", value, 0);

    private static string ReadProfile(string text) => InputText.Choice("SeccompProfile", text, text, Profiles);

    private static IReadOnlyList<string> ReadCapabilities(string parameter, object value) =>
        [.. InputList.Separated(value).Select(item =>
        {
            string name = InputText.Of(parameter, "", item).ToUpper(CultureInfo.InvariantCulture);
            string plain = name.StartsWith("CAP_", StringComparison.Ordinal) ? name[4..] : name;
            return Capability().IsMatch(plain) ? plain : throw InvalidInput.Of(
                parameter, item, "is not a capability", "Examples: 'ALL', 'NET_BIND_SERVICE'.");
        })];

    [GeneratedRegex("^[A-Z][A-Z0-9_]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Capability();
}
