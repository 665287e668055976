using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>How the number of pods follows the load.</summary>
/// <param name="Min">The least number of pods.</param>
/// <param name="Max">The highest number of pods.</param>
/// <param name="Cpu">The aimed share of the requested CPU, in percent. Null if CPU does not count.</param>
/// <param name="Memory">The aimed share of the requested memory, in percent. Null if memory does not count.</param>
public sealed record AutoscaleSpec(int Min, int Max, int? Cpu, int? Memory)
{
    /// <summary>What <c>kubectl autoscale</c> and the server aim at when nothing is said.</summary>
    private const int UsualCpu = 80;

    private static readonly FieldShape Shape = new(
        "an autoscaling",
        new FieldMember("Min", FieldSchema.Number(1), "The least number of pods; 1 without one."),
        new FieldMember("Max", FieldSchema.Number(1), "The highest number of pods."),
        new FieldMember("Cpu", FieldSchema.Number(1), "The aimed share of the requested CPU, in percent."),
        new FieldMember("Memory", FieldSchema.Number(1), "The aimed share of the requested memory, in percent."));

    /// <summary>What it may be in a file.</summary>
    public static FieldSchema Schema => Shape.Schema;

    /// <summary>Reads it.</summary>
    /// <param name="value">A hashtable, or a text <c>Min=2;Max=10;Cpu=70</c>.</param>
    /// <param name="parameter">The parameter it came by.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public static AutoscaleSpec Parse(object? value, string parameter = "Autoscale")
    {
        FieldValues fields = Shape.Read(InputList.Pairs(value, parameter), parameter);
        fields.Required("Max");
        int least = fields.Number("Min", 1) ?? 1;
        int most = fields.Number("Max", 1)!.Value;
        if (most < least) throw InvalidInput.Of(parameter, $"Max={most}", $"is less than Min={least}");
        int? memory = Percent(fields, "Memory");
        return new AutoscaleSpec(least, most, Percent(fields, "Cpu") ?? (memory is null ? UsualCpu : null), memory);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Min} to {Max} pods"
        + (Cpu is null ? "" : $", {Cpu}% CPU") + (Memory is null ? "" : $", {Memory}% memory");

    private static int? Percent(FieldValues fields, string name) => fields.NumberOrText(name) is { } text
        ? InputText.WholeNumber(fields.Parameter, name, text.TrimEnd('%'), 1)
        : null;
}
