namespace MicroK8s.Host.Input;

/// <summary>A line as it was read. The text is empty unless the line was entered.</summary>
internal sealed record Line(LineEnd End, string Text);
