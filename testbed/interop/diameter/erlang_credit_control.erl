%% A Diameter node on OTP's diameter application, for the tests: it speaks credit control both ways.
%%
%%   erl ... -run erlang_credit_control main HOST REALM LISTEN_PORT CONNECT_PORT WATCHDOG_MS
%%
%% A port of 0 means: do not. Every Credit-Control-Request is answered with success, its CC-Request-Type and its CC-Request-Number.
%% Commands on standard input, a line each: "send COUNT REALM" sends requests with up to WINDOW under way; each answer is a line
%% "ANSWER <CC-Request-Number> <Result-Code>". The end of the input ends the node.
-module(erlang_credit_control).
-include_lib("diameter/include/diameter.hrl").
-export([main/1]).
-export([peer_up/3, peer_down/3, pick_peer/4, prepare_request/3, prepare_retransmit/3, handle_answer/4, handle_error/4, handle_request/3]).

-define(SERVICE, sigbed_interop).
-define(DICTIONARY, credit_control).
-define(WINDOW, 50).

main([Host, Realm, Listen, Connect, Watchdog]) ->
    ok = diameter:start(),
    ok = diameter:start_service(?SERVICE, [
        {'Origin-Host', Host}, {'Origin-Realm', Realm}, {'Vendor-Id', 0}, {'Product-Name', "OTP"},
        {'Auth-Application-Id', [4]},
        {application, [{alias, credit_control}, {dictionary, ?DICTIONARY}, {module, ?MODULE},
                       {answer_errors, callback}]}]),
    add(listen, list_to_integer(Listen), list_to_integer(Watchdog)),
    add(connect, list_to_integer(Connect), list_to_integer(Watchdog)),
    say("READY", []),
    commands(Host, Realm).

add(_, 0, _) -> ok;
add(listen, Port, Watchdog) ->
    {ok, _} = diameter:add_transport(?SERVICE, {listen, [
        {transport_module, diameter_tcp}, {watchdog_timer, Watchdog},
        {transport_config, [{ip, {127,0,0,1}}, {port, Port}, {reuseaddr, true}]}]});
add(connect, Port, Watchdog) ->
    {ok, _} = diameter:add_transport(?SERVICE, {connect, [
        {transport_module, diameter_tcp}, {watchdog_timer, Watchdog}, {connect_timer, 1000},
        {transport_config, [{raddr, {127,0,0,1}}, {rport, Port}, {ip, {127,0,0,1}}]}]}).

commands(Host, Realm) ->
    case io:get_line("") of
        eof -> init:stop();
        Line ->
            ["send", Count, Destination] = string:tokens(string:trim(Line), " "),
            send(list_to_integer(Count), Destination, Host, Realm),
            commands(Host, Realm)
    end.

send(Count, Destination, Host, Realm) ->
    Queue = lists:seq(0, Count - 1),
    Parent = self(),
    Workers = [spawn_link(fun() -> worker(Share, Destination, Host, Realm), Parent ! {done, self()} end)
               || Share <- shares(Queue, ?WINDOW)],
    [receive {done, Worker} -> ok end || Worker <- Workers],
    say("SENT ~b", [Count]).

shares(Queue, Window) ->
    [[N || N <- Queue, N rem Window =:= W] || W <- lists:seq(0, Window - 1)].

worker(Share, Destination, Host, Realm) ->
    [say("ANSWER ~b ~p", [N, ask(N, Destination, Host, Realm)]) || N <- Share].

ask(Number, Destination, Host, Realm) ->
    Request = ['CCR', {'Session-Id', diameter:session_id(Host)}, {'Origin-Host', Host}, {'Origin-Realm', Realm},
               {'Destination-Realm', Destination}, {'Auth-Application-Id', 4},
               {'Service-Context-Id', "interop@example.net"}, {'CC-Request-Type', 4}, {'CC-Request-Number', Number},
               {'AVP', [#diameter_avp{code = 4242, vendor_id = 99999, data = <<"nobody knows this">>}]}],
    case diameter:call(?SERVICE, credit_control, Request, [{timeout, 10000}]) of
        {ok, Code, Number} -> Code;
        Other -> Other
    end.

%% The callbacks of a diameter application.

peer_up(_Service, {_Ref, #diameter_caps{origin_host = {_, Remote}}}, State) -> say("UP ~s", [Remote]), State.
peer_down(_Service, {_Ref, #diameter_caps{origin_host = {_, Remote}}}, State) -> say("DOWN ~s", [Remote]), State.

pick_peer([Peer | _], _, _Service, _State) -> {ok, Peer};
pick_peer([], _, _Service, _State) -> false.

prepare_request(#diameter_packet{msg = Message}, _Service, _Peer) -> {send, Message}.
prepare_retransmit(Packet, Service, Peer) -> prepare_request(Packet, Service, Peer).

handle_answer(#diameter_packet{msg = Answer, errors = []}, _Request, _Service, _Peer) when element(1, Answer) =:= cc_CCA ->
    {ok, ?DICTIONARY:'#get-'('Result-Code', Answer), ?DICTIONARY:'#get-'('CC-Request-Number', Answer)};
handle_answer(#diameter_packet{msg = Answer, errors = Errors}, _Request, _Service, _Peer) -> {unexpected, Answer, Errors}.

handle_error(Reason, _Request, _Service, _Peer) -> {failed, Reason}.

handle_request(#diameter_packet{msg = Request, errors = []}, _Service, {_Ref, #diameter_caps{origin_host = {Host, _}, origin_realm = {Realm, _}}})
  when element(1, Request) =:= cc_CCR ->
    Get = fun(Name) -> ?DICTIONARY:'#get-'(Name, Request) end,
    {reply, ['CCA', {'Session-Id', Get('Session-Id')}, {'Result-Code', 2001}, {'Origin-Host', Host}, {'Origin-Realm', Realm},
             {'Auth-Application-Id', 4}, {'CC-Request-Type', Get('CC-Request-Type')}, {'CC-Request-Number', Get('CC-Request-Number')}]};
handle_request(#diameter_packet{errors = Errors}, _Service, _Peer) ->
    say("REFUSED ~p", [Errors]),
    {answer_message, 5012}.

say(Format, Arguments) -> io:format(Format ++ "~n", Arguments).
