using System.Management.Automation;
using MicroK8s.Commands.Completion;
using MicroK8s.Commands.Input;
using MicroK8s.Commands.Pipeline;
using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Commands.Nodes;

/// <summary>A cmdlet that does the same for each node that is named.</summary>
public abstract class NodeCmdlet : WritingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Node")]
    [ValidateNotNullOrEmpty]
    [Names("Node")]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected sealed override async Task ProcessAsync()
    {
        IClusterSession session = await ConnectAsync();
        bool isFirst = true;
        foreach (string name in Name)
        {
            if (!isFirst) RestartDeadline();
            isFirst = false;
            try
            {
                NodeNames.RequirePlain(name);
                KubeObject node = await session.Resources.GetAsync(NodeNames.RefOf(name), StopToken);
                KubeObject? done = await ChangeAsync(session, node);
                if (done is not null && PassThru)
                {
                    WriteObject(await NodeReader.DescribeAsync(session, done, KubeConfigInUse(), StopToken));
                }
            }
            catch (ClusterException exception)
            {
                Report(exception);
            }
        }
    }

    /// <summary>Changes one node; a fault is reported, and the next goes on.</summary>
    /// <returns>The node as it is then. Null if nobody agreed.</returns>
    private protected abstract Task<KubeObject?> ChangeAsync(IClusterSession session, KubeObject node);

    /// <summary>
    /// The same as for other objects; that there is nothing to do is said on the host, also by -WhatIf.
    /// </summary>
    private protected async Task<KubeObject?> UpdateNodeAsync(
        IClusterSession session, ObjectUpdate wish, string title, string idle, IReadOnlyList<string> warnings)
    {
        if (!wish.IsEmpty) return await UpdateAsync(session, wish, title, idle, [.. warnings]);
        WriteHostLine($"{idle}; nothing is written.");
        return wish.Read;
    }
}
