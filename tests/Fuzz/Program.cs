using MicroK8s.Fuzz;

if (FuzzOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(FuzzOptions.Usage);
    return 2;
}

int exitCode = 0;
if (options.WorkerOf is not null)
{
    using FuzzTarget target = FuzzTargets.Find(options.Target!)!();
    Oracle.OnSmallStack(new FuzzWorker(target, options).Run);
}
else if (options.Replay is { } path) Oracle.OnSmallStack(() => exitCode = Replay.Run(path));
else exitCode = new FuzzRun(options).Run();
return exitCode;
