using System.Globalization;
using MicroK8s.Conventions;
using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>Reads init containers: <c>[name=]image [command]</c> or a hashtable.</summary>
public static class InitContainerInput
{
    private static readonly FieldSchema Words = FieldSchema.ListOf(FieldSchema.Scalar);

    private static readonly FieldShape Shape = new(
        "an init container",
        new FieldMember("Name", FieldSchema.Text, "Its name; init-1, init-2 … without one."),
        new FieldMember("Image", FieldSchema.Text, "What runs."),
        new FieldMember("Command", Words, "What runs instead of the image's entry point."),
        new FieldMember("Argument", Words, "The arguments instead of the image's."),
        new FieldMember("Environment", EnvironmentInput.ValuesSchema, "Environment variables."),
        new FieldMember("EnvironmentFrom", EnvironmentInput.SourcesSchema, "Where more variables come from."),
        new FieldMember("Mount", MountInput.Schema, "What it sees in its file system."),
        new FieldMember("Request", FieldSchema.Map, "What is reserved."),
        new FieldMember("Limit", FieldSchema.Map, "What may be used at most."));

    /// <summary>What init containers may be in a file.</summary>
    public static FieldSchema Schema { get; } =
        FieldSchema.ListOf(FieldSchema.AnyOf(FieldSchema.Text, Shape.Schema));

    /// <summary>Reads init containers, in their order.</summary>
    /// <param name="value">Texts or hashtables. Null means none.</param>
    /// <param name="parameter">The parameter they came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static IReadOnlyList<InitContainerSpec> Parse(object? value, string parameter = "InitContainer")
    {
        InitContainerSpec[] containers = [.. InputList.Of(value).Select((item, index) => item is string text
            ? ParseText(text, index, parameter)
            : ParseFields(Shape.Read(item, parameter), index))];
        string? twice =
            containers.GroupBy(container => container.Name).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null
            ? containers
            : throw InvalidInput.Of(parameter, twice, "is the name of two init containers");
    }

    private static InitContainerSpec ParseText(string text, int index, string parameter)
    {
        IReadOnlyList<string> words = ProbeText.SplitCommand(text, parameter);
        int equals = words[0].IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? NameFor(index) : words[0][..equals];
        return Check(name, words[0][(equals + 1)..], parameter) with { Command = [.. words.Skip(1)] };
    }

    private static InitContainerSpec ParseFields(FieldValues fields, int index)
    {
        string parameter = fields.Parameter;
        InitContainerSpec container = Check(
            fields.Text("Name") is { Length: > 0 } name ? name : NameFor(index), fields.Required("Image"), parameter);
        var (variables, sources) = EnvironmentInput.ParseSources(fields["EnvironmentFrom"], parameter);
        container = container with
        {
            Command = fields.Texts("Command"),
            Arguments = fields.Texts("Argument"),
            Environment = [.. EnvironmentInput.ParseValues(fields.Pairs("Environment"), parameter), .. variables],
            EnvironmentSources = sources,
            Mounts = MountInput.Parse(fields["Mount"], parameter),
            Requests = ResourceAmounts.Parse(fields.Pairs("Request"), parameter),
            Limits = ResourceAmounts.Parse(fields.Pairs("Limit"), parameter),
        };
        ResourceAmounts.CheckWithin(container.Requests, container.Limits, parameter);
        return container;
    }

    private static InitContainerSpec Check(string name, string image, string parameter) => new(
        NameRules.CheckLabelName(name, parameter, "a container"), ImageReference.Parse(image, parameter));

    private static string NameFor(int index) => string.Create(CultureInfo.InvariantCulture, $"init-{index + 1}");
}
