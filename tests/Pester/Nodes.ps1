# A node without a kubelet, for tests of what the API does with nodes. Its taint keeps everybody else's pods away.
# Pods that are put there stay pending, and go at once when their grace period is 0.
function New-TestNode {
    $name = 'pester-node-' + [guid]::NewGuid().ToString('n').Substring(0, 8)
    $heard = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ')
    New-TestObject -Namespace default -Manifest @"
apiVersion: v1
kind: Node
metadata: {name: $name, labels: {node-role.kubernetes.io/worker: "", pester: $name}}
spec: {taints: [{key: pester, value: own, effect: NoSchedule}]}
status:
  allocatable: {cpu: "2", memory: 1Gi, pods: "10"}
  nodeInfo: {kubeletVersion: v1.20.2, architecture: "", bootID: "", containerRuntimeVersion: "", kernelVersion: "", kubeProxyVersion: "", machineID: "", operatingSystem: "", osImage: "", systemUUID: ""}
  conditions:
  - {type: Ready, status: "True", lastHeartbeatTime: $heard, lastTransitionTime: $heard}
  - {type: DiskPressure, status: "True", message: "the disk is full.", lastHeartbeatTime: $heard, lastTransitionTime: $heard}
"@
    $name
}

function Remove-TestNode {
    param([string] $Name)
    $null = Invoke-TestKubectl delete node $Name --ignore-not-found
}

# A pod on the node, which no scheduler was asked for.
function New-TestNodePod {
    param([string] $Name, [string] $Node, [string] $Namespace, [string] $Spec = '', [string] $Metadata = '')
    New-TestObject -Namespace $Namespace -Manifest @"
apiVersion: v1
kind: Pod
metadata: {name: $Name, labels: {app: $Name}$Metadata}
spec:
  nodeName: $Node
  terminationGracePeriodSeconds: 0
  containers: [{name: web, image: "shop/web:v1.0", resources: {requests: {cpu: 500m, memory: 256Mi}}}]
  $Spec
"@
}
