#Requires -Version 7.4
# What the Pester files of the canary cmdlets share, after Cluster.ps1: a service with a route of each provider.

# A service as it is before its canary. Istio and ReplicaRatio need no route.
function New-TestService {
    param([string] $Name, [string] $Provider, [string] $Namespace, [int] $Replicas = 1)
    $null = New-MicroService $Name shop/web:v1.0 -Port 80:8080 -Replicas $Replicas -Wait
    switch ($Provider) {
        GatewayApi {
            New-TestObject -Namespace $Namespace -Manifest @"
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: $Name}
spec:
  parentRefs: [{name: edge}]
  hostnames: [$Name.example.com]
  rules:
  - backendRefs: [{name: $Name, port: 80}]
"@
        }
        IngressNginx {
            New-TestObject -Namespace $Namespace -Manifest @"
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: $Name}
spec:
  ingressClassName: nginx
  rules:
  - host: $Name.example.com
    http:
      paths:
      - {path: /, pathType: Prefix, backend: {service: {name: $Name, port: {number: 80}}}}
"@
        }
    }
}

# Everything of a service that a canary may touch, without what every write changes: one line for each object.
function Get-TestState {
    param([string] $Name, [string] $Namespace)
    $kinds = 'deployments,services,ingresses,httproutes,virtualservices,destinationrules'
    $list = Invoke-TestKubectl get $kinds --namespace $Namespace --output json | Out-String | ConvertFrom-Json -Depth 64
    $list.items | Where-Object { $_.metadata.name -match "^$Name(-|$)" } | ForEach-Object {
        $metadata = $_.metadata | Select-Object labels, annotations | ConvertTo-Json -Compress
        "$($_.kind)/$($_.metadata.name) $metadata $($_.spec | ConvertTo-Json -Depth 64 -Compress)"
    } | Sort-Object
}

# The names of the canary's pods, but for those that end.
function Get-TestCanaryPod {
    param([string] $Name, [string] $Namespace)
    $list = Invoke-TestKubectl get pods --namespace $Namespace --selector "app=$Name,track=canary" --output json
    ($list | Out-String | ConvertFrom-Json).items.metadata |
        Where-Object { $_ -and -not $_.PSObject.Properties['deletionTimestamp'] } | ForEach-Object name
}
