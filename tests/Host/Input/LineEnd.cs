namespace MicroK8s.Host.Input;

/// <summary>How the reading of a line ended.</summary>
internal enum LineEnd
{
    Entered,
    Interrupted,
    EndOfInput,
}
