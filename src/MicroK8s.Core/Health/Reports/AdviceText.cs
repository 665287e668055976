using System.Text.RegularExpressions;

namespace MicroK8s.Health.Reports;

/// <summary>Whether a remediation is a command, which is shown as one, or a sentence.</summary>
internal static partial class AdviceText
{
    /// <summary>Whether it begins with a cmdlet or kubectl.</summary>
    /// <param name="remediation">The remediation.</param>
    public static bool IsCommand(string remediation) => Command().IsMatch(remediation);

    [GeneratedRegex(@"\A(?:[A-Z][a-z]+-[A-Z][A-Za-z0-9]+|kubectl)(?:\s|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex Command();
}
