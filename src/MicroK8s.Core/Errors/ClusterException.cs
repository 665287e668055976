namespace MicroK8s.Errors;

/// <summary>
/// The only exception that the module throws on purpose. Anything else that escapes is a bug. What it says is clean,
/// whatever text it was made of.
/// </summary>
public sealed class ClusterException : Exception
{
    /// <summary>Makes an exception for one fault.</summary>
    /// <param name="fault">What went wrong; becomes the error id.</param>
    /// <param name="message">One or two sentences that name the object, the value and the rule. Never a secret.</param>
    /// <param name="target">The object concerned: a name, or a record with the evidence. Null if there is none.</param>
    /// <param name="advice">
    /// What to do next, as a sentence or a command. Null if there is nothing useful to say.
    /// </param>
    /// <param name="inner">The cause. Null if the module itself found the fault.</param>
    public ClusterException(
        ClusterFault fault, string message, object? target = null, string? advice = null, Exception? inner = null)
        : base(UntrustedText.CleanLine(message), inner)
    {
        Fault = fault;
        Target = CleanRecord.Of(target);
        Advice = advice is null ? null : UntrustedText.CleanLine(advice);
    }

    /// <summary>What went wrong.</summary>
    public ClusterFault Fault { get; }

    /// <summary>The object concerned. Null if there is none.</summary>
    public object? Target { get; }

    /// <summary>What to do next. Null if there is nothing useful to say.</summary>
    public string? Advice { get; }

    /// <summary>
    /// The parameter whose value is wrong; the message begins with it. Null if the input is not to blame.
    /// </summary>
    public string? Parameter { get; init; }
}
