namespace MicroK8s.Tests.Help;

/// <summary>How a parameter takes part in one parameter set; compared as a whole.</summary>
internal sealed record HelpParameterSet(string Name, string Position, bool Required, bool ByValue, bool ByPropertyName);
