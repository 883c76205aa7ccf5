using System.Reflection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MediaAdmin.Telemetry;

/// <summary>
/// Traces and metrics by OpenTelemetry, exported by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; the exporter's other
/// standard variables apply too, whatever configuration source they come from. Without an endpoint nothing is collected.
/// </summary>
public static class TelemetrySetup
{
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Sources = ["Npgsql", Tracing.Name];
    private static readonly string[] Meters = ["Npgsql"];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration[EndpointKey] is not { Length: > 0 }) return services;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("mediaadmin", serviceVersion: Assembly.GetExecutingAssembly().GetName().Version?.ToString())
                .AddEnvironmentVariableDetector())
            .WithTracing(traces => traces
                .AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddSource(Sources).AddOtlpExporter())
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation()
                .AddMeter(Meters).AddOtlpExporter());
        return services;
    }
}
