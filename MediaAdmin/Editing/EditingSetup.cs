namespace MediaAdmin.Editing;

public static class EditingSetup
{
    public static IServiceCollection AddEditing(this IServiceCollection services) => services.AddSingleton<ProductEdits>();
}
