namespace MicroK8s.Tests.Help;

/// <summary>What a help page says of one parameter.</summary>
internal sealed record HelpParameter(
    string Name, string Description, string Type, bool SupportsWildcards, IReadOnlyList<string> Aliases,
    IReadOnlyList<string> AcceptedValues, IReadOnlyList<HelpParameterSet> Sets);
