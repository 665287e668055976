using CsCheck;

namespace MicroK8s.Fuzz;

/// <summary>Makes the inputs of a target; each is of nothing but the run's seed and its own number.</summary>
internal sealed class InputSource
{
    private readonly Gen<byte[]> _inputs;
    private readonly ulong _seed;

    public InputSource(FuzzTarget target, ulong seed)
    {
        IReadOnlyList<byte[]> seeds = Corpus.Of(target);
        Gen<byte[]> plain = Gen.OneOf<byte[]>([.. seeds]);
        Gen<byte[]>? structured = target.Structured(seeds);
        _inputs = structured is null
            ? Mutator.Of(plain)
            : Gen.Frequency((4, structured), (1, Mutator.Of(structured)), (4, Mutator.Of(plain)));
        _seed = seed;
    }

    public byte[] Input(uint iteration) => _inputs.Generate(new PCG(iteration, _seed), null, out _);
}
