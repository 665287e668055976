using System.Globalization;

namespace MicroK8s.Fuzz;

/// <summary>What a run was asked for on the command line.</summary>
internal sealed record FuzzOptions
{
    public const string Usage =
        """
        usage: microk8s-fuzz [--seconds N] [--target NAME] [--seed N] [--iteration N] [--findings FOLDER]
               microk8s-fuzz --replay FILE|FOLDER
          --seconds    how long the run takes in all (60)
          --target     only this target
          --seed       the seed of all inputs (1); the same seed and iteration make the same input
          --iteration  where in the sequence of inputs each target begins (0)
          --findings   where the inputs that failed are kept (a new folder of the system's temporary one)
          --replay     runs kept inputs; each file lies in a folder named after its target
        """;

    public int Seconds { get; private set; } = 60;

    public string? Target { get; private set; }

    public ulong Seed { get; private set; } = 1;

    public uint Iteration { get; private set; }

    public string Findings { get; private set; } = "";

    public string? Replay { get; private set; }

    /// <summary>Where the worker notes the input it is about to run; only the runner sets it.</summary>
    public string? WorkerOf { get; private set; }

    /// <summary>Reads the arguments; null if they are not understood.</summary>
    public static FuzzOptions? Parse(string[] arguments)
    {
        var options = new FuzzOptions();
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            string value = arguments[i + 1];
            switch (arguments[i])
            {
                case "--seconds" when int.TryParse(value, CultureInfo.InvariantCulture, out int seconds):
                    options.Seconds = seconds;
                    break;
                case "--seed" when ulong.TryParse(value, CultureInfo.InvariantCulture, out ulong seed):
                    options.Seed = seed;
                    break;
                case "--iteration" when uint.TryParse(value, CultureInfo.InvariantCulture, out uint iteration):
                    options.Iteration = iteration;
                    break;
                case "--target" when FuzzTargets.Find(value) is not null:
                    options.Target = value;
                    break;
                case "--findings":
                    options.Findings = Path.GetFullPath(value);
                    break;
                case "--replay" when Path.Exists(value):
                    options.Replay = Path.GetFullPath(value);
                    break;
                case "--worker-of":
                    options.WorkerOf = value;
                    break;
                default:
                    return null;
            }
        }

        return arguments.Length % 2 == 0 ? options : null;
    }
}
