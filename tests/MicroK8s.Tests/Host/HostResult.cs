namespace MicroK8s.Tests.Host;

/// <summary>What one run of the console host left.</summary>
public sealed record HostResult(int ExitCode, string Output, string Error);
