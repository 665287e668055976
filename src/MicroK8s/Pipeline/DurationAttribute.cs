using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MicroK8s.Commands.Pipeline;

/// <summary>Lets a duration be written as kubectl takes it: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class DurationAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? given = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (given is not string text || Parts().Match(text.Trim()) is not { Success: true } parts) return inputData;
        TimeSpan duration = TimeSpan.Zero;
        for (int index = 0; index < parts.Groups["number"].Captures.Count; index++)
        {
            int number = int.Parse(parts.Groups["number"].Captures[index].ValueSpan, CultureInfo.InvariantCulture);
            duration += parts.Groups["unit"].Captures[index].Value switch
            {
                "d" => TimeSpan.FromDays(number),
                "h" => TimeSpan.FromHours(number),
                "m" => TimeSpan.FromMinutes(number),
                _ => TimeSpan.FromSeconds(number),
            };
        }

        return duration;
    }

    [GeneratedRegex("^(?:(?<number>[0-9]{1,6})(?<unit>[dhms]))+$")]
    private static partial Regex Parts();
}
