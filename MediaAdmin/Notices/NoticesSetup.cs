using MediaAdmin.Access;

namespace MediaAdmin.Notices;

public static class NoticesSetup
{
    public static IServiceCollection AddNotices(this IServiceCollection services) =>
        services.AddSingleton<NoticeBoard>().AddSingleton<IWrongSignInNotice, WrongSignInNotices>();
}
