using System.Globalization;
using MicroK8s.Evidence;
using MicroK8s.EvidenceSimulation;
using MicroK8s.KubeApi;

int runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
IDistributions distributions = new KubeBackend().Distributions;
string most = ErrorRates.Default.FalseRollback.ToString("0%", CultureInfo.InvariantCulture);
string missed = ErrorRates.Default.MissedRegression.ToString("0%", CultureInfo.InvariantCulture);
Console.WriteLine($"{runs} steps of 10 minutes for each row, a look every {Scenario.LookSeconds} s to a decision.");
Console.WriteLine($"Stated: Fail at most {most} up to the margin, Pass at most {missed} from it on.");
Console.WriteLine("requests, time: the canary's requests and the time to a decision, median and 95th percentile.");
Console.WriteLine("Flagger: rolled back after 5 failed checks of 10, one a minute, success below 99%; median time.");
int seed = 1;
foreach ((string title, IReadOnlyList<Scenario> rows) in Scenarios.All())
{
    Console.WriteLine();
    Console.WriteLine(title);
    Console.WriteLine(SimulationTable.Head);
    foreach (Scenario row in rows)
    {
        Console.WriteLine(SimulationTable.Row(row, distributions, runs, seed));
        seed += runs;
    }
}
