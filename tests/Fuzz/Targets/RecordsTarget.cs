using System.Text.Json;
using CsCheck;
using MicroK8s.Errors;

namespace MicroK8s.Fuzz;

/// <summary>Objects of an API server, seen through everything that makes records, verdicts and plans of them.</summary>
internal sealed class RecordsTarget : FuzzTarget
{
    public override string Name => "records";

    public override Gen<byte[]> Structured(IReadOnlyList<byte[]> seeds) => JsonMutator.Of(seeds);

    public override async Task RunAsync(byte[] input)
    {
        JsonElement objects;
        try
        {
            using JsonDocument document = JsonDocument.Parse(input);
            objects = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return;
        }

        foreach (Func<FakeSession, Task> view in RecordViews.All)
        {
            try
            {
                await view(new FakeSession(objects)).ConfigureAwait(false);
            }
            catch (ClusterException)
            {
                // A view of a wrong object may well say so; the others are still to be tried.
            }
        }
    }
}
