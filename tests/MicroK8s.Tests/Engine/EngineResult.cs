using System.Management.Automation;

namespace MicroK8s.Tests.Engine;

/// <summary>All that a script gave, stream by stream.</summary>
public sealed record EngineResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<ProgressRecord> Progress,
    string HostText)
{
    /// <summary>The output as one type; anything else in it fails the test.</summary>
    public IReadOnlyList<T> As<T>() => [.. Output.Select(item => (T)item.BaseObject)];

    /// <summary>Those of the output that are of one type, where there are several.</summary>
    public IReadOnlyList<T> Every<T>() => [.. Output.Select(item => item.BaseObject).OfType<T>()];

    /// <summary>The only output object.</summary>
    public T TheOne<T>()
    {
        AssertNoErrors();
        return Assert.IsType<T>(Assert.Single(Output).BaseObject);
    }

    public EngineResult AssertNoErrors()
    {
        Assert.True(Errors.Count == 0, string.Join(Environment.NewLine, Errors.Select(error => error.ToString())));
        return this;
    }

    /// <summary>Asserts the one error and its id (the part before the comma), and returns it.</summary>
    public ErrorRecord AssertError(string id)
    {
        ErrorRecord error = Assert.Single(Errors);
        Assert.True(
            error.FullyQualifiedErrorId.Split(',')[0] == id, $"{error.FullyQualifiedErrorId} instead of {id}: {error}");
        return error;
    }
}
